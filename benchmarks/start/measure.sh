#!/bin/sh
# Inside the machine: installs the package, and starts its gate and the peer's in turns, PASSES times. Prints lines
# "SIDE MILLISECONDS".
set -eu
PASSES=${1:-5}
cd /guest
chmod +x attach until
dpkg -i bpf-verity.deb >/tmp/install.log 2>&1 || { cat /tmp/install.log; exit 1; }
cp attach /usr/local/sbin/listed
bpf-verity enable /usr/local/sbin/listed
took() { # SIDE WORDS COMMAND...
    side=$1
    shift
    milliseconds=$(./until "$@") || exit 1
    echo "$side $milliseconds"
}

pass=0
while [ $pass -le "$PASSES" ]; do
    name=warm-up # the first of each reads files for the first time
    [ $pass = 0 ] || name=
    took "${name:-libbpf}" 'Attached program' ./attach hide.bpf.el.o guard.bpf.el.o
    took "${name:-java}" 'Attached program' bpf-verity attach /usr/local/sbin/listed
    took "${name:-version}" Server java -version
    pass=$((pass + 1))
done
