#!/usr/bin/env bash
# Installs what the peers are built from, through apt, and builds them into OUT_DIR.
#
#   install.sh OUT_DIR
#
# The Go library comes from Debian's next release and is only unpacked: the one in Debian 12 (0.9.1) knows no
# ENUM64 and so cannot read the BTF of any kernel since 6.0.

# shellcheck source-path=SCRIPTDIR/../../kernel-tests/vm
. "$(dirname "${BASH_SOURCE[0]}")/../../kernel-tests/vm/common.sh"
# shellcheck source-path=SCRIPTDIR/../../kernel-tests/vm
. "$VM_DIR/apt.sh"

PEERS=$PROJECT/benchmarks/peers
PACKAGES=(gcc libc6-dev libbpf-dev linux-libc-dev golang-go fsverity)
GO_PACKAGES=(golang-github-cilium-ebpf-dev golang-golang-x-exp-dev golang-golang-x-sys-dev)
OUT=${1:?usage: install.sh OUT_DIR}

install_packages() {
    local missing
    missing=$(for name in "${PACKAGES[@]}"; do dpkg -s "$name" >/dev/null 2>&1 || echo "$name"; done)
    [ -n "$missing" ] || return 0
    say "Installing with apt-get: ${missing//$'\n'/ }"
    # shellcheck disable=SC2086 # one word each
    quietly "$OUT/apt.log" $([ "$(id -u)" = 0 ] || echo sudo) env DEBIAN_FRONTEND=noninteractive apt-get install -y $missing
}

unpack_go_library() {
    [ -d "$OUT/go/src/github.com/cilium/ebpf" ] && return
    CACHE=$OUT/apt
    mkdir -p "$CACHE/apt/sources" "$CACHE/apt/lists/partial" "$CACHE/apt/cache/archives/partial" "$OUT/debs"
    say "Unpacking from Debian's $NEXT_RELEASE: ${GO_PACKAGES[*]}"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
        "$(mirror)" "$NEXT_RELEASE" /usr/share/keyrings/debian-archive-keyring.gpg >"$CACHE/apt/sources/peers.sources"
    : >"$CACHE/apt/preferences"
    quietly "$OUT/apt-update.log" private_apt apt-get update
    (cd "$OUT/debs" && quietly "$OUT/apt-download.log" private_apt apt-get download "${GO_PACKAGES[@]}")
    for deb in "$OUT"/debs/*.deb; do
        dpkg-deb -x "$deb" "$OUT/unpacked"
    done
    mv "$OUT/unpacked/usr/share/gocode" "$OUT/go"
}

build() {
    gcc -O2 -Wall -Wextra "$PEERS/floor.c" -o "$OUT/floor"
    gcc -O2 -Wall -Wextra "$PEERS/libbpf.c" -o "$OUT/libbpf" -lbpf
    GO111MODULE=off GOPATH=$OUT/go GOFLAGS= quietly "$OUT/go.log" go build -o "$OUT/cilium" "$PEERS/cilium.go"
}

mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
install_packages
unpack_go_library
build
