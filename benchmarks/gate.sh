#!/usr/bin/env bash
# What the gate costs: boots a kernel, measures a bpf() call without a gate, with one that returns 0, and with this
# project's in both scopes, and prints a table.
#
#   benchmarks/gate.sh [6.1|6.12|7]...
#
# Needs cli/target/cli.jar (mvn package) and gcc. Where there is no KVM the machine is emulated, and says so: emulation
# makes memory accesses dear and system calls cheap, so that ratios are worse than on a processor.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -f cli/target/cli.jar ] || { echo "gate.sh: cli/target/cli.jar is missing: run mvn package" >&2; exit 66; }
[ $# -gt 0 ] || set -- 7
made=benchmarks/target/gate
mkdir -p "$made"
gcc -O2 -static benchmarks/gate/caller.c -o "$made/caller"
toolchain/compile.sh benchmarks/gate "$made"

for kernel; do
    kernel-tests/vm/boot.sh --kernel "$kernel" --timeout 900 --copy cli/target/cli.jar --copy "$made/caller" \
        --copy "$made/zero.bpf.el.o" --copy benchmarks/gate/measure.sh --out "$made/$kernel" \
        -- "sh /guest/measure.sh; cat /sys/devices/system/clocksource/clocksource0/current_clocksource" \
        >"$made/$kernel.txt" || { cat "$made/$kernel.txt" >&2; exit 1; }
    echo "kernel $kernel, clock $(tail -n 1 "$made/$kernel.txt")"
    awk '$3 == "granted" || $3 == "denied" {
            if ($1 == "none") none = $2
            if ($1 == "zero") zero = $2
            printf "%-24s %7d ns  %5.2f x no gate  %5.2f x return 0  %s\n", $1, $2, $2 / none, (zero ? $2 / zero : 0), $3
        }' "$made/$kernel.txt"
done
