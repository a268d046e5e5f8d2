#!/bin/busybox sh
# The demonstration, inside the machine. Every "saw" is a check: the first that fails ends it with status 1.
LISTED=/guest/listed/bpftool
UNLISTED=/guest/unlisted/bpftool
LOG=/results/demo
mkdir -p $LOG /guest/listed /guest/unlisted /tmp/web

fail() {
    echo "NOT SEEN: $*"
    for log in $LOG/*; do
        echo "--- ${log##*/}, its end:"
        tail -n 15 "$log"
    done
    exit 1
}

# saw WHAT FILE PATTERN SECONDS: waits for a line of FILE that matches, while the program started last runs.
saw() {
    deadline=$(($(date +%s) + $4))
    until grep -E -q "$3" "$2" 2>/dev/null; do
        kill -0 "$pid" 2>/dev/null || grep -E -q "$3" "$2" || fail "$1 (the program ended without a line like '$3' in $2)"
        [ "$(date +%s)" -lt $deadline ] || fail "$1 (no line like '$3' in $2 within $4 s)"
        usleep 200000
    done
}

# run LOG COMMAND...: shows the command, its output, and keeps its status in $status.
run() {
    log=$LOG/$1
    shift
    echo "    # $*"
    status=0
    "$@" >"$log" 2>&1 || status=$?
    sed 's/^/    /' "$log"
}

# Started by a shell without job control, a program would ignore ctrl-c; this undoes that.
start() { # LOG COMMAND...
    log=$LOG/$1
    shift
    echo "    # $*"
    /usr/bin/env --default-signal=INT,QUIT "$@" >"$log" 2>&1 &
    pid=$!
}

# ctrl_c PID WHAT STATUS: interrupts a program; it must end with that status.
ctrl_c() {
    kill -INT "$1"
    (sleep 60; kill -9 "$1") 2>/dev/null &
    guard=$!
    status=0
    wait "$1" || status=$?
    kill $guard 2>/dev/null
    [ $status = "$3" ] || fail "$2 ends with status $3 after ctrl-c (it ended with $status)"
}

connect() {
    echo hello >/tmp/web/hello
    httpd -p 127.0.0.1:8080 -h /tmp/web
    wget -q -O /dev/null http://127.0.0.1:8080/hello || fail "a connection inside the machine"
}

echo "[4/7] The loader as a library: tcprtt prints the round-trip time of closing TCP connections"
start tcprtt java -jar /guest/examples.jar
tcprtt=$pid
saw "tcprtt attached" $LOG/tcprtt 'ctrl-c to exit' 90
connect
saw "a round-trip time" $LOG/tcprtt '127\.0\.0\.1.* [0-9]+ us' 30
sed 's/^/    /' $LOG/tcprtt

echo "[5/7] The gate: two copies of bpftool, one with fs-verity enabled and listed, one not"
cp /usr/bin/bpftool $LISTED
cp /usr/bin/bpftool $UNLISTED
run seal java -jar /guest/cli.jar seal --with-libraries $LISTED
[ $status = 0 ] || fail "seal ends with status 0 (it ended with $status)"
start attach java -jar /guest/cli.jar attach $LISTED
gate=$pid
saw "the listed digest" $LOG/attach "Allowing verity digest of \"$LISTED\" \(.*[0-9a-f]{64}\)" 120
saw "the gate attached" $LOG/attach 'Attached program to bpf\(\), ctrl-c to exit\.\.\.' 120
sed 's/^/    /' $LOG/attach

echo "[6/7] Who reaches bpf() now: the listed copy, and nothing else"
run listed $LISTED prog list
[ $status = 0 ] || fail "the listed copy lists programs (status $status)"
saw "tcprtt's program in the list" $LOG/listed '^[0-9]+: tracing ' 1
run unlisted $UNLISTED prog list
[ $status != 0 ] || fail "the unlisted copy is refused"
saw "the unlisted copy's refusal" $LOG/unlisted 'Operation not permitted' 1
run tcprtt-denied java -jar /guest/examples.jar
[ $status != 0 ] || fail "tcprtt is refused"
saw "tcprtt's refusal" $LOG/tcprtt-denied 'EPERM|Operation not permitted' 1
saw "the event of the listed copy" $LOG/attach 'granted.*bpftool' 10
saw "the event of the unlisted copy" $LOG/attach 'denied.*bpftool' 10
saw "the event of tcprtt" $LOG/attach 'denied.*java' 10
echo "    What the gatekeeper says:"
# One call of a tool is several of bpf(): the first line of each kind, and how many followed.
sed '1,/ctrl-c to exit/d; s/^/    /' $LOG/attach | awk '
    { kind = $1 " " $4 " " $5 " " $6; if (!(kind in seen)) { order[++n] = kind; first[kind] = $0 } seen[kind]++ }
    END { for (i = 1; i <= n; i++) { k = order[i]; print first[k]; if (seen[k] > 1) print "      ... and " seen[k] - 1 " more of its calls" } }'

echo "[7/7] Ctrl-c: the gate detaches, and bpf() is open again"
ctrl_c $gate "the gatekeeper" 0
ctrl_c $tcprtt tcprtt 130
saw "the gatekeeper's totals" $LOG/attach '^Detached: [1-9][0-9]* granted, [1-9][0-9]* denied' 1
tail -n 1 $LOG/attach | sed 's/^/    /'
run reopened $UNLISTED prog list
[ $status = 0 ] || fail "the unlisted copy lists programs again (status $status)"
echo "    (no error: the unlisted copy reaches bpf() again, and finds no program left loaded)"
echo "DEMONSTRATION COMPLETE"
