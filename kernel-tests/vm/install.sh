#!/usr/bin/env bash
# Installs, with apt, the programs the build and the kernel tests need and this machine lacks.
# Needs root or sudo only when something is missing, and says what it installs.
#
#   install.sh [--build-only]    with the option: only what `mvn package` needs

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$VM_DIR/apt.sh"

# Lines "PACKAGE COMMAND": a package is missing when its command is.
PROGRAMS="
bpftool bpftool
fsverity fsverity
mmdebstrap mmdebstrap
e2fsprogs mkfs.ext4
cpio cpio
xz-utils xz
zstd zstd
gzip gzip
util-linux flock
gcc gcc
libc-bin ldd
"

has_jdk() {
    local home=${JAVA_HOME:-} version
    [ -n "$home" ] || home=$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none)")")")
    [ -x "$home/bin/jlink" ] || return 1
    version=$("$home/bin/javac" -version 2>&1 | tr -dc '0-9.\n' | cut -d. -f1)
    [ "$version" -ge 17 ]
}

has_static_busybox() {
    command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1
}

# QEMU 7.2 emulates cmpxchg16b wrongly, and kernels from 6.12 on panic on it.
has_qemu() {
    local major
    command -v qemu-system-x86_64 >/dev/null || return 1
    major=$(qemu-system-x86_64 --version | sed -n '1s/^QEMU emulator version \([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge 10 ]
}

missing_packages() {
    local package command
    has_jdk || echo openjdk-17-jdk-headless
    command -v mvn >/dev/null || echo maven
    [ "$build_only" = no ] || return 0
    has_static_busybox || echo busybox-static
    [ -e /usr/include/bpf/libbpf.h ] || echo libbpf-dev
    while read -r package command; do
        [ -z "$package" ] || command -v "$command" >/dev/null || echo "$package"
    done <<<"$PROGRAMS"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@" </dev/null; fi
    else
        die "root is needed to install $wanted, and there is no sudo: install them as root and run this again"
    fi
}

apt_install() {
    say "Installing with apt (as root): $wanted"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Dir::Etc::SourceList=/dev/null \
        -o Dir::Etc::SourceParts="$CACHE/apt/sources" -o Dir::State::Lists="$CACHE/apt/lists" \
        -o Dir::Etc::PreferencesParts=/dev/null -o Dir::Etc::Preferences="$CACHE/apt/preferences" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Acquire::Retries=3 \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" \
        >"$CACHE/install.log" 2>&1 || {
        tail -n 20 "$CACHE/install.log" >&2
        die "apt could not install $wanted; the whole output is in $CACHE/install.log"
    }
}

main() {
    local missing build_only=no
    if [ "${1:-}" = --build-only ]; then build_only=yes; fi
    mapfile -t missing < <(missing_packages)
    wanted=${missing[*]}
    if [ ${#missing[@]} = 0 ] && { [ $build_only = yes ] || has_qemu; }; then return; fi
    command -v apt-get >/dev/null || die "missing: $wanted $(has_qemu || echo 'qemu-system-x86 (10 or newer)'), and this is not a Debian machine: install them, or run on Debian 12"
    locked apt update_private_apt
    if [ ${#missing[@]} != 0 ]; then apt_install "${missing[@]}"; fi
    if [ $build_only = no ] && ! has_qemu; then
        wanted="qemu-system-x86 (10 or newer, from $RELEASE-backports)"
        apt_install -t "$RELEASE-backports" qemu-system-x86
    fi
}

main "$@"
