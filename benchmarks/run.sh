#!/usr/bin/env bash
# Measures this loader against libbpf, cilium/ebpf and plain system calls, and prints one table.
#
#   benchmarks/run.sh
#
# Needs root (it loads programs), a kernel with BTF, and a quiet machine: the sides take turns, so that load
# disturbs all of them alike, but times are wall-clock times. Installs gcc, libbpf-dev, golang-go and fsverity
# through apt, and unpacks a newer cilium/ebpf from Debian's next release below benchmarks/target.
#
# Do not run it under a real-time scheduler: the kernel frees programs in workers of ordinary priority, and when
# a thousand wait on one processor, they block the queue that loading a program waits for, until a reboot
# (seen on Linux 6.18). For the same reason the works with many programs pause after each round.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../kernel-tests/vm/common.sh"

HERE=$PROJECT/benchmarks
TARGET=$HERE/target

compile_programs() {
    mkdir -p "$TARGET/generated"
    "$HERE/bpf/many.sh" >"$TARGET/generated/many.bpf.c"
    "$PROJECT/toolchain/compile.sh" "$HERE/bpf" "$TARGET/bpf"
    "$PROJECT/toolchain/compile.sh" "$TARGET/generated" "$TARGET/bpf"
}

# The command as the package installs it, class-data archive and all, below benchmarks/target instead of /.
unpack_package() {
    local root=$TARGET/package control=$TARGET/package.control
    rm -rf "$root" "$control"
    dpkg-deb -R "$PROJECT/packaging/target/bpf-verity.deb" "$root"
    mv "$root/DEBIAN" "$control"
    sed -i "s#=/usr/share/bpf-verity#=$root/usr/share/bpf-verity#; s#/var/lib/bpf-verity#$root/var/lib/bpf-verity#
        s#/usr/bin/bpf-verity#$root/usr/bin/bpf-verity#; s#/usr/lib/bpf-verity#$root/usr/lib/bpf-verity#
        s# /usr/share/bpf-verity# $root/usr/share/bpf-verity#" "$root/usr/bin/bpf-verity" "$control/postinst"
    sh "$control/postinst" triggered
}

describe() {
    say "$(date -u +%F), $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, Linux $(uname -r)"
    say "$(java -version 2>&1 | sed -n 2p); libbpf $(dpkg-query -W -f '${Version}' libbpf-dev);" \
        "cilium/ebpf $(dpkg-deb -f "$TARGET"/peers/debs/golang-github-cilium-ebpf-dev_*.deb Version)"
    say "Times are the least, in brackets the median; so are ratios. Load average: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

main() {
    [ $# = 0 ] || { sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
    [ "$(id -u)" = 0 ] || die "needs root, to load programs into this kernel"
    "$HERE/peers/install.sh" "$TARGET/peers"
    say "Building with Maven (log: benchmarks/target/build.log)"
    quietly "$TARGET/build.log" mvn -B -ntp -f "$PROJECT/pom.xml" package -DskipTests -pl benchmarks,packaging -am
    compile_programs
    unpack_package
    describe
    java -cp "$TARGET/classes:$TARGET/libraries/*" io.github.bpfverity.benchmarks.Comparison \
        "$TARGET/bpf" "$TARGET/peers" "$TARGET/package/usr/bin/bpf-verity"
}

main "$@"
