#!/usr/bin/env bash
# Makes what the comparison with libbpf needs, as far as this machine can; the test says what is missing.
#
#   build.sh OUT_DIR
#
# OUT_DIR/peer/libbpf_peer     libbpf_peer.c with the distribution's libbpf (gcc, libbpf-dev), static
# OUT_DIR/features/linked.o    two objects of linked/ made one by bpftool
# OUT_DIR/packages/*           other people's objects, out of Debian packages kept in the cache

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../../../../kernel-tests/vm/common.sh"
. "$VM_DIR/apt.sh"

PACKAGES="libxdp1 golang-github-cilium-ebpf-dev"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1

peer() {
    local program=$out/peer/libbpf_peer
    [ ! "$program" -nt "$here/libbpf_peer.c" ] || return 0
    mkdir -p "$out/peer"
    gcc -O2 -Wall -static -o "$program" "$here/libbpf_peer.c" -lbpf -lelf -lz
}

linked() {
    "$PROJECT/toolchain/compile.sh" "$here/../bpf/linked" "$out/linked"
    bpftool gen object "$out/features/linked.bpf.el.o" "$out"/linked/{weak,strong}.bpf.el.o
}

fetch() {
    local package=$1 store=$CACHE/objects
    mkdir -p "$store"
    [ -n "$(find "$store" -name "${package}_*.deb")" ] && return
    locked apt update_private_apt
    (cd "$store" && private_apt apt-get download "$package")
}

packages() {
    local package
    mkdir -p "$out/packages"
    for package in $PACKAGES; do
        fetch "$package" || return
        rm -rf "$out/unpacked"
        dpkg-deb -x "$CACHE/objects/$package"_*.deb "$out/unpacked"
        find "$out/unpacked" '(' -name '*.o' -o -name '*-el.elf' ')' -exec cp -t "$out/packages" {} +
    done
    rm -rf "$out/unpacked"
}

for part in peer linked packages; do
    # Not "( … ) || …": that would have the part go on after a failure.
    set +e
    (set -e; $part) >"$CACHE/libbpf-peer-$part.log" 2>&1
    [ $? = 0 ] || say "comparison with libbpf: no $part; $CACHE/libbpf-peer-$part.log says why"
    set -e
done
