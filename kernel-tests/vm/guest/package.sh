#!/bin/sh
# The Debian package from installation to removal, on a machine with systemd. Each "saw" is a check; the first that
# fails ends it.
TOOL=/usr/local/sbin/tool
LISTED=/usr/local/sbin/listed
LATER=/usr/local/sbin/later
POLICY=/etc/bpf-verity/policy.d/20-test.policy
UNIT=bpf-verity.service
DROPINS=/etc/systemd/system/$UNIT.d
PINS=/sys/fs/bpf/bpf-verity

fail() {
    echo "NOT SEEN: $*"
    journalctl --no-pager -n 40 -u $UNIT
    exit 1
}

saw() { # WHAT COMMAND...
    what=$1
    shift
    if "$@" >/tmp/seen 2>&1; then echo "saw: $what"; else
        cat /tmp/seen
        fail "$what"
    fi
}

within() { # SECONDS WHAT COMMAND...
    end=$(($(date +%s) + $1))
    what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt $end ] || fail "$what"
        sleep 0.2
    done
    echo "saw: $what"
}

not() { ! "$@"; }
reaches_bpf() { "$1" prog list; }
is_denied() { "$1" prog list 2>&1 | grep -q 'Operation not permitted'; }
property() { systemctl show -p "$1" --value $UNIT; }
keeper() { property MainPID; }
another_process() { [ "$(keeper)" != "$1" ] && [ "$(keeper)" != 0 ]; }
other_keeper() { another_process "$1" && systemctl --quiet is-active $UNIT; }
journal_has() { journalctl --no-pager -u $UNIT | grep -q "$1"; }
answers_with() { [ "$("$@" >/dev/null 2>&1; echo $?)" = "$CODE" ]; }
has_status() { bpf-verity status | grep -q "$1"; }
is_small() { [ "$(awk '/^VmRSS:/ { print $2 }' "/proc/$(keeper)/status")" -le 65536 ]; }
# shellcheck disable=SC2086 # no word is not an empty word
helps_like_java() { [ "$(bpf-verity $1 --help)" = "$(java -jar /usr/share/bpf-verity/cli.jar $1 --help)" ]; }
is_over() { [ "$(property ActiveState)" = inactive ]; }

# Tries without end, and leaves a file if it ever gets through.
attacker() {
    while [ ! -e /tmp/stop ]; do
        if "$TOOL" prog list >/dev/null 2>&1; then date >>/tmp/got-through; fi
        echo >>/tmp/tried
    done
}

never_got_through() {
    [ "$(wc -l </tmp/tried)" -ge 5 ] || fail "the unlisted tool was tried meanwhile ($(wc -l </tmp/tried) times)"
    [ ! -e /tmp/got-through ] || fail "no unlisted call got through $1 (it did: $(cat /tmp/got-through))"
    echo "saw: not one unlisted call got through $1"
    echo "     of $(wc -l </tmp/tried)"
    : >/tmp/tried
}

install_package() {
    # dpkg is no program of systemd's: no daemon is started by installing alone.
    saw "the package is installed" dpkg -i /guest/bpf-verity.deb
    saw "an archive of classes" test -s /var/lib/bpf-verity/classes.jsa
    saw "a manual page" test -s /usr/share/man/man1/bpf-verity-attach.1.gz
    saw "completion that bash can read" bash -n /usr/share/bash-completion/completions/bpf-verity
    saw "the unit as systemd wants it" systemd-analyze verify --man=no /lib/systemd/system/$UNIT
    saw "the help that Java would print" helps_like_java
    saw "a command's help that Java would print" helps_like_java attach
    saw "a machine that can have the gate" bpf-verity doctor
    saw "nothing left in /tmp by a command" sh -c '! ls /tmp/jffi* /tmp/hsperf* 2>/dev/null'
}

start_service() {
    cp /usr/sbin/bpftool $TOOL
    cp /usr/sbin/bpftool $LISTED
    cp /usr/sbin/bpftool $LATER
    echo >>$LATER
    bpf-verity seal --with-libraries --policy $LISTED >$POLICY || fail "seal ends with 0"
    # A watchdog that a test can wait for.
    mkdir -p $DROPINS
    printf '[Service]\nWatchdogSec=15\n' >$DROPINS/test.conf
    systemctl daemon-reload
    saw "the service starts" systemctl start $UNIT
    # At once: systemd said that it is up.
    saw "the unlisted tool is denied as soon as the service is up" is_denied $TOOL
    saw "the listed tool reaches bpf()" reaches_bpf $LISTED
    saw "the service's own word that it is up" test "$(property StatusText)" = "The gate is attached"
    saw "status" bpf-verity status
    cat /tmp/seen
    grep VmRSS "/proc/$(keeper)/status"
    within 20 "a gatekeeper of at most 64 MiB" is_small
    saw "a denial in the journal, with a command that would allow it" \
        journal_has "denied bpf(.*) to .*tool.*; to allow: bpf-verity seal .* && bpf-verity allow .*tool"
}

reload_service() {
    saw "a tool that is not listed yet is denied" is_denied $LATER
    bpf-verity seal --with-libraries --policy $LISTED $LATER >$POLICY || fail "seal ends with 0"
    saw "a reload" systemctl reload $UNIT
    saw "what it listed reaches bpf()" reaches_bpf $LATER
    echo "no digest" >$POLICY
    saw "a reload of a bad policy fails" not systemctl reload $UNIT
    saw "the list stays as it was" reaches_bpf $LATER
    saw "the service stays up" systemctl --quiet is-active $UNIT
    bpf-verity seal --with-libraries --policy $LISTED >$POLICY || fail "seal ends with 0"
    saw "a further reload" systemctl reload $UNIT
    saw "what is listed no more is denied" is_denied $LATER
}

kill_keeper() {
    last=$(keeper)
    kill -9 "$last"
    within 60 "another gatekeeper after kill -9" other_keeper "$last"
    saw "its answer" bpf-verity status
    never_got_through "while there was none"
    for time in 1 2 3 4 5 6; do
        last=$(keeper)
        kill -9 "$last"
        within 60 "another process after kill -9, $time" another_process "$last"
    done
    within 60 "a gatekeeper after all of them" systemctl --quiet is-active $UNIT
    never_got_through "when one after the other was killed"
}

hang_keeper() {
    last=$(keeper)
    sleep 20
    saw "a gatekeeper that is at work outlives the watchdog's time" test "$(keeper)" = "$last"
    kill -STOP "$last"
    within 90 "another gatekeeper in place of one that hung" other_keeper "$last"
    saw "the watchdog in the journal" journal_has "Watchdog timeout"
    never_got_through "while it hung"
}

upgrade_package() {
    last=$(keeper)
    saw "the package is upgraded" dpkg -i /guest/bpf-verity.deb
    within 60 "another gatekeeper after the upgrade" other_keeper "$last"
    never_got_through "during the upgrade"
    saw "the listed tool reaches bpf() still" reaches_bpf $LISTED
}

detach_gate() {
    CODE=77
    saw "detach is not for everybody" answers_with setpriv --reuid=65534 --regid=65534 --clear-groups bpf-verity detach
    saw "detach" bpf-verity detach
    within 20 "the service is over" is_over
    sleep 3
    saw "it is not started again" is_over
    saw "bpf() is open" reaches_bpf $TOOL
}

remove_package() {
    saw "a further start" systemctl start $UNIT
    saw "a gate again" is_denied $TOOL
    saw "the package is removed" dpkg -r bpf-verity
    saw "bpf() is open without it" reaches_bpf $TOOL
    saw "no pins" test ! -e $PINS
}

lock_gate() {
    saw "the package is installed once more" dpkg -i /guest/bpf-verity.deb
    cp /usr/share/bpf-verity/lock.conf $DROPINS/
    systemctl daemon-reload
    saw "a start with a lock" systemctl start $UNIT
    saw "its state" has_status "stays: locked"
    last=$(keeper)
    kill -9 "$last"
    within 60 "another gatekeeper of the locked gate" other_keeper "$last"
    CODE=77
    saw "nobody detaches it" answers_with bpf-verity detach
    saw "nobody removes its pins" not rm -r $PINS
    dpkg -r bpf-verity >/dev/null 2>&1
    saw "it stays without the package" is_denied $TOOL
}

install_package
start_service
reload_service
attacker &
kill_keeper
hang_keeper
upgrade_package
touch /tmp/stop
wait
detach_gate
remove_package
lock_gate
echo "PACKAGE COMPLETE"
