#!/bin/busybox sh
# Inside the machine: measures /guest/caller without a gate and with each, as often as it is told (PASSES), and prints
# lines "NAME NANOSECONDS VERDICT".
set -eu
PASSES=${1:-3}
java="/java/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar /guest/cli.jar"
unlisted=/guest/caller
mkdir -p /root/m
cp $unlisted /root/m/listed && chmod +x /root/m/listed $unlisted
files=
for i in 1 2 3 4 5 6 7 8 9; do
    { cat $unlisted; echo "$i"; } >/root/m/file$i
    files="$files /root/m/file$i"
done
for file in /root/m/*; do fsverity enable "$file"; done

begin() { # WORDS ARGUMENT...: starts a gate and waits until it is attached
    words=$1
    shift
    # shellcheck disable=SC2086
    $java "$@" >/tmp/gate.log 2>&1 &
    gate=$!
    tries=1200
    while [ $tries -gt 0 ] && ! grep -q "$words" /tmp/gate.log; do
        kill -0 $gate 2>/dev/null || break
        tries=$((tries - 1))
        sleep 0.1
    done
    if ! grep -q "$words" /tmp/gate.log; then
        cat /tmp/gate.log
        exit 1
    fi
    sleep 1
}

finish() { # prints what the gate counted, the events among it that were lost
    kill -TERM $gate
    wait $gate || true
    tail -n 1 /tmp/gate.log
}

calls() { # NAME PROGRAM FILE...
    name=$1 program=$2
    shift 2
    echo "$name $("$program" bpf 1000 "$@")"
}

different_calls() { # NAME PROGRAM: each with an event of its own
    echo "$1 $("$2" each 1000)"
}

others() { # NAME: what a process pays that never calls bpf()
    echo "$1-spawn $($unlisted spawn 20)"
    echo "$1-code $($unlisted code 2000)"
    echo "$1-open $($unlisted open 5000)"
}

policy() { # COUNT: digests that nobody has, and those of the files that are mapped
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "sha256:%064x /nowhere/%d\n", i, i }'
    for file in $files; do fsverity measure "$file" | sed 's/^/mapped /'; done
}

policy 0 >/root/policy.10
policy 100000 >/root/policy.100000
pass=0
while [ $pass -lt "$PASSES" ]; do
    pass=$((pass + 1))
    calls none $unlisted
    others none
    begin zero load --attach /guest/zero.bpf.el.o
    calls zero $unlisted
    finish
    for size in 10 100000; do
        begin "Attached program" attach --scope exe --policy /root/policy.$size /root/m/listed
        calls "exe/$size" /root/m/listed
        different_calls "exe-each/$size" /root/m/listed
        calls "exe-denied/$size" $unlisted
        finish
        begin "Attached program" attach --scope process --policy /root/policy.$size /root/m/listed
        calls "process-1/$size" /root/m/listed
        # shellcheck disable=SC2086
        calls "process-10/$size" /root/m/listed $files
        calls "process-denied/$size" $unlisted
        [ $size = 100000 ] || others process
        finish
    done
done
