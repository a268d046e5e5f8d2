#!/usr/bin/env bash
# How long the packaged gate takes from the start of its command to "Attached program", next to a C program that loads and
# attaches the same objects with libbpf. Boots a kernel for it, for both deny bpf() to all others.
#
#   benchmarks/start.sh [6.1|6.12|7]...
#
# Needs packaging/target/bpf-verity.deb (mvn package) and gcc; installs libbpf-dev. The sides take turns; printed are the
# least and the median of each. The C program does without gate_open, which libbpf does not load: it reads an array that has
# another length in the kernel. Where there is no KVM the machine is emulated, which slows down Java more than C.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../kernel-tests/vm/common.sh"

HERE=$PROJECT/benchmarks/start
MADE=$PROJECT/benchmarks/target/start
OBJECTS=$PROJECT/lsm-program/target/classes/io/github/bpfverity/gate

build() {
    [ -f "$PROJECT/packaging/target/bpf-verity.deb" ] || die "packaging/target/bpf-verity.deb is missing: run mvn package"
    mkdir -p "$MADE"
    gcc -O2 -Wall -Wextra -static "$HERE/attach.c" -o "$MADE/attach" -lbpf -lelf -lz
    gcc -O2 -Wall -Wextra -static "$HERE/until.c" -o "$MADE/until"
}

# One line for each side, and for Java's own start.
table() {
    sort -k1,1 -k2,2n "$1" | awk '
        $1 != "java" && $1 != "libbpf" && $1 != "version" { next }
        { times[$1, ++n[$1]] = $2 }
        END {
            split("libbpf java version", names, " ")
            label["libbpf"] = "C program with libbpf"
            label["java"] = "bpf-verity attach"
            label["version"] = "java -version, alone"
            for (i = 1; i <= 3; i++) {
                name = names[i]
                median = times[name, int((n[name] + 1) / 2)]
                printf "%-24s %6d ms [%d]  %5.2f x libbpf\n", label[name], times[name, 1], median,
                    times[name, 1] / times["libbpf", 1]
            }
        }'
}

main() {
    local kernel
    "$VM_DIR/install.sh"
    build
    [ $# -gt 0 ] || set -- 6.12
    for kernel; do
        "$VM_DIR/boot.sh" --debian --kernel "$kernel" --timeout 1200 --copy "$PROJECT/packaging/target/bpf-verity.deb" \
            --copy "$OBJECTS/guard.bpf.el.o" --copy "$OBJECTS/hide.bpf.el.o" --copy "$MADE/attach" --copy "$MADE/until" \
            --copy "$HERE/measure.sh" -- 'sh /guest/measure.sh' >"$MADE/$kernel.txt" ||
            die "the machine failed; its output is in $MADE/$kernel.txt"
        echo "$(date -u +%F), kernel $kernel"
        table "$MADE/$kernel.txt"
    done
}

main "$@"
