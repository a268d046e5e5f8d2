#!/usr/bin/env bash
# What the gate costs: boots a kernel, measures calls without a gate, with one that returns 0, and with this project's in
# both scopes, and prints a table.
#
#   benchmarks/gate.sh [6.1|6.12|7]...
#
# Needs cli/target/cli.jar (mvn package) and gcc. All rows of a kernel are of one boot; they are measured three times in
# turns, and the least counts. Where there is no KVM the machine is emulated, and says so: that makes memory accesses
# dear and system calls cheap, so that ratios are not those of a processor.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -f cli/target/cli.jar ] || { echo "gate.sh: cli/target/cli.jar is missing: run mvn package" >&2; exit 66; }
[ $# -gt 0 ] || set -- 7
made=benchmarks/target/gate
mkdir -p "$made"
gcc -O2 -static benchmarks/gate/caller.c -o "$made/caller"
toolchain/compile.sh benchmarks/gate "$made"

# Ratios are to no gate, and for bpf() to the gate that returns 0 as well.
table() {
    awk '$3 != "granted" && $3 != "denied" { next }
        !($1 in least) { order[++rows] = $1 }
        !($1 in least) || $2 < least[$1] { least[$1] = $2; verdict[$1] = $3 }
        END {
            for (i = 1; i <= rows; i++) {
                name = base = order[i]
                if (!sub(/^[a-z]+-/, "none-", base) || !(base in least)) base = "none"
                printf "%-24s %8d ns  %6.2f x no gate", name, least[name], least[name] / least[base]
                if (base == "none") printf "  %6.2f x return 0  %s", least[name] / least["zero"], verdict[name]
                print ""
            }
        }' "$1"
}

# What the machine says of itself when all is measured.
about='echo "kernel $(uname -r), $(dmesg | grep -q "Hypervisor detected: KVM" && echo KVM || echo emulated)," \
    "clock $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"'

for kernel; do
    kernel-tests/vm/boot.sh --kernel "$kernel" --timeout 1500 --copy cli/target/cli.jar --copy "$made/caller" \
        --copy "$made/zero.bpf.el.o" --copy benchmarks/gate/measure.sh --out "$made/$kernel" \
        -- "sh /guest/measure.sh && $about" \
        >"$made/$kernel.txt" || { cat "$made/$kernel.txt" >&2; exit 1; }
    echo "$(date -u +%F), $(tail -n 1 "$made/$kernel.txt")"
    table "$made/$kernel.txt"
    awk '/events lost$/ { decided += $2 + $4; lost += $6 } END { print decided " decisions, " lost " events lost" }' \
        "$made/$kernel.txt"
done
