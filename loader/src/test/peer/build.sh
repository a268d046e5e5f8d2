#!/usr/bin/env bash
# Makes what the comparison with libbpf needs, as far as this machine can; the test says what is missing.
#
#   build.sh OUT_DIR
#
# OUT_DIR/peer/libbpf_release    libbpf_peer.c with the release's libbpf (gcc, libbpf-dev), static
# OUT_DIR/peer/libbpf_backports  the same with that of its backports, out of a package kept in the cache
# OUT_DIR/features/linked.o      two objects of linked/ made one by bpftool
# OUT_DIR/packages/*             other people's objects, out of Debian packages kept in the cache

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../../../../kernel-tests/vm/common.sh"
. "$VM_DIR/apt.sh"

PACKAGES="libxdp1 golang-github-cilium-ebpf-dev"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1

# compile NAME GCC_OPTION...: one peer.
compile() {
    local program=$out/peer/$1
    shift
    [ ! "$program" -nt "$here/libbpf_peer.c" ] || return 0
    mkdir -p "$out/peer"
    gcc -O2 -Wall -static -o "$program.new" "$@" "$here/libbpf_peer.c" -lbpf -lelf -lz
    mv "$program.new" "$program"
}

release() { compile libbpf_release; }

backports() {
    local unpacked=$CACHE/objects/libbpf-backports
    if [ ! -e "$unpacked/usr/include/bpf/libbpf.h" ]; then
        fetch backports "libbpf-dev/$RELEASE-backports"
        rm -rf "$unpacked"
        dpkg-deb -x "$CACHE/objects/backports/"libbpf-dev_*.deb "$unpacked"
    fi
    compile libbpf_backports -I"$unpacked/usr/include" -L"$unpacked/usr/lib/x86_64-linux-gnu"
}

linked() {
    "$PROJECT/toolchain/compile.sh" "$here/../bpf/linked" "$out/linked"
    bpftool gen object "$out/features/linked.bpf.el.o" "$out"/linked/{weak,strong}.bpf.el.o
}

# fetch FOLDER PACKAGE: the package's file, in a folder of the cache.
fetch() {
    local store=$CACHE/objects/$1
    mkdir -p "$store"
    [ -n "$(find "$store" -name "${2%%/*}_*.deb")" ] && return
    locked apt update_private_apt
    (cd "$store" && private_apt apt-get download "$2")
}

packages() {
    local package
    mkdir -p "$out/packages"
    for package in $PACKAGES; do
        fetch release "$package" || return
        rm -rf "$out/unpacked"
        dpkg-deb -x "$CACHE/objects/release/$package"_*.deb "$out/unpacked"
        find "$out/unpacked" '(' -name '*.o' -o -name '*-el.elf' ')' -exec cp -t "$out/packages" {} +
    done
    rm -rf "$out/unpacked"
}

mkdir -p "$CACHE/objects"
for part in release backports linked packages; do
    # Not "( … ) || …": that would have the part go on after a failure.
    set +e
    (set -e; $part) >"$CACHE/libbpf-peer-$part.log" 2>&1
    [ $? = 0 ] || say "comparison with libbpf: no $part; $CACHE/libbpf-peer-$part.log says why"
    set -e
done
