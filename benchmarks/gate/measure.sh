#!/bin/busybox sh
# Inside the machine: measures /guest/caller without a gate and with each, and prints lines "NAME NANOSECONDS VERDICT".
set -eu
CALLS=${1:-20000}
java="/java/bin/java -XX:+UseSerialGC -jar /guest/cli.jar"
mkdir -p /root/m
cp /guest/caller /root/m/listed && chmod +x /root/m/listed /guest/caller
files=
for i in 1 2 3 4 5 6 7 8 9; do
    { cat /guest/caller; echo "$i"; } >/root/m/file$i
    files="$files /root/m/file$i"
done
for file in /root/m/*; do fsverity enable "$file"; done

begin() { # WORDS ARGUMENT...: starts a gate and waits until it is attached
    words=$1
    shift
    # shellcheck disable=SC2086
    $java "$@" >/tmp/gate.log 2>&1 &
    gate=$!
    for _ in $(seq 600); do
        ! grep -q "$words" /tmp/gate.log || return 0
        kill -0 $gate 2>/dev/null || break
        sleep 0.1
    done
    cat /tmp/gate.log >&2
    exit 1
}

finish() {
    kill -TERM $gate
    wait $gate || true
}

measure() { # NAME PROGRAM FILE...
    name=$1 program=$2
    shift 2
    echo "$name $("$program" "$CALLS" "$@")"
}

policy() { # COUNT: digests that nobody has, and those of the files that are mapped
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "sha256:%064x /nowhere/%d\n", i, i }'
    for file in $files; do $java digest --mapped "$file"; done
}

measure none /guest/caller
begin zero load --attach /guest/zero.bpf.el.o
sleep 1
measure zero /guest/caller
finish
policy 0 >/tmp/policy.10
{ policy 100000; } >/tmp/policy.100000
for size in 10 100000; do
    begin "Attached program" attach --scope exe --policy /tmp/policy.$size /root/m/listed
    measure "exe/$size" /root/m/listed
    measure "exe-denied/$size" /guest/caller
    finish
    begin "Attached program" attach --scope process --policy /tmp/policy.$size /root/m/listed
    measure "process-1/$size" /root/m/listed
    # shellcheck disable=SC2086
    measure "process-10/$size" /root/m/listed $files
    measure "process-denied/$size" /guest/caller
    finish
done
