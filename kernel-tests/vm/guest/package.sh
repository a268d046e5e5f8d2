#!/bin/sh
# The Debian package from installation to removal, on a machine with systemd. Each "saw" is a check; the first that
# fails ends it.
TOOL=/usr/local/sbin/tool
LISTED=/usr/local/sbin/listed
PINS=/sys/fs/bpf/bpf-verity

fail() {
    echo "NOT SEEN: $*"
    journalctl --no-pager -n 40 -u bpf-verity.service
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
        sleep 0.5
    done
    echo "saw: $what"
}

reaches_bpf() { "$1" prog list; }
is_denied() { "$1" prog list 2>&1 | grep -q 'Operation not permitted'; }
keeper() { systemctl show -p MainPID --value bpf-verity.service; }
other_keeper() { [ "$(keeper)" != "$1" ] && [ "$(keeper)" != 0 ] && systemctl --quiet is-active bpf-verity.service; }

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
    echo "saw: not one of $(wc -l </tmp/tried) unlisted calls got through $1"
    : >/tmp/tried
}

# dpkg is no program of systemd's: no daemon is started by installing alone.
saw "the package is installed" dpkg -i /guest/bpf-verity.deb
saw "an archive of classes" test -s /var/lib/bpf-verity/classes.jsa
saw "a manual page" test -s /usr/share/man/man1/bpf-verity-attach.1.gz
saw "completion that bash can read" bash -n /usr/share/bash-completion/completions/bpf-verity
saw "the unit as systemd wants it" systemd-analyze verify --man=no /lib/systemd/system/bpf-verity.service
saw "a machine that can have the gate" bpf-verity doctor
saw "nothing left in /tmp by a command" sh -c '! ls /tmp/jffi* /tmp/hsperf* 2>/dev/null'

cp /usr/sbin/bpftool $TOOL
cp /usr/sbin/bpftool $LISTED
bpf-verity seal --with-libraries --policy $LISTED >/etc/bpf-verity/policy.d/20-test.policy || fail "seal ends with 0"
saw "the service starts" systemctl start bpf-verity.service
within 90 "the gate attached" bpf-verity status
saw "the listed tool reaches bpf()" reaches_bpf $LISTED
saw "the unlisted tool is denied" is_denied $TOOL
saw "status" bpf-verity status
cat /tmp/seen
grep VmRSS "/proc/$(keeper)/status"

attacker &
first=$(keeper)
kill -9 "$first"
within 60 "another gatekeeper after kill -9" other_keeper "$first"
within 30 "its answer" bpf-verity status
never_got_through "while there was none"

second=$(keeper)
saw "the package is upgraded" dpkg -i /guest/bpf-verity.deb
within 60 "another gatekeeper after the upgrade" other_keeper "$second"
never_got_through "during the upgrade"
saw "the listed tool reaches bpf() still" reaches_bpf $LISTED
saw "a reload" systemctl reload bpf-verity.service
touch /tmp/stop
wait

saw "the package is removed" dpkg -r bpf-verity
saw "bpf() is open again" reaches_bpf $TOOL
saw "no pins" test ! -e $PINS
echo "PACKAGE COMPLETE"
