# shellcheck shell=bash
# Kernels, by package-name pattern: the newest package that matches is downloaded and unpacked into the
# cache, without root. A kernel in the cache is CACHE/kernels/NAME with vmlinuz, modules/, version and packages
# (what it was unpacked from). Once a day it is compared with the newest, and replaced by it.

KERNELS="6.1 6.12 7"

# The package-name pattern of a kernel's image; version sorting picks the newest.
image_pattern() {
    case $1 in
        6.1) echo '^linux-image-6\.1\.[0-9.]+-[0-9]+-cloud-amd64$' ;;
        6.12) echo '^linux-image-6\.12\.[0-9.]+[+]deb12[0-9.]*-cloud-amd64$' ;;
        7) echo '^linux-modules-7\.[0-9.]+[+]deb13[0-9.]*-cloud-amd64$' ;;
        *) die "unknown kernel '$1': choose one of $KERNELS" ;;
    esac
}

newest_package() {
    private_apt apt-cache pkgnames | grep -E "$1" | sort -V | tail -n 1
}

# Adds the version that would be downloaded: NAME=VERSION.
with_version() {
    local version
    version=$(private_apt apt-cache show --no-all-versions "$1" | sed -n 's/^Version: //p')
    [ -n "$version" ] || die "no package $1 on the mirror: look at $CACHE/apt/update.log"
    echo "$1=$version"
}

# The packages to unpack: one with everything, or (from 6.19 on) the modules and the image apart.
kernel_packages() {
    local newest
    newest=$(newest_package "$(image_pattern "$1")")
    [ -n "$newest" ] || die "no package for kernel $1 on the mirror: look at $CACHE/apt/update.log"
    with_version "$newest"
    case $newest in linux-modules-*) with_version "linux-binary-${newest#linux-modules-}" ;; esac
}

# unpack_kernel NAME PACKAGES: into the cache, in place of what is there.
unpack_kernel() {
    local name=$1 packages=$2 package release work=$CACHE/kernels/$1.new
    say "Downloading kernel $name: ${packages//$'\n'/, }"
    rm -rf "$work"
    mkdir -p "$work/debs" "$work/tree"
    for package in $packages; do
        (cd "$work/debs" && quietly "$CACHE/kernels/$name.log" private_apt apt-get download "$package")
    done
    for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/tree"; done
    find "$work/tree" -name 'vmlinuz*' -type f -exec mv {} "$work/vmlinuz" \;
    [ -s "$work/vmlinuz" ] || die "no kernel image in ${packages//$'\n'/, }"
    release=$(find "$work/tree" -type d -path '*/lib/modules/[0-9]*' -prune -printf '%f\n')
    [ -n "$release" ] || die "no modules in ${packages//$'\n'/, }"
    echo "$release" >"$work/version"
    echo "$packages" >"$work/packages"
    mkdir "$work/modules"
    find "$work/tree" -path '*/lib/modules/*' -name '*.ko*' -type f -exec mv -t "$work/modules" {} +
    rm -rf "$work/debs" "$work/tree" "$CACHE/kernels/$name"
    mv "$work" "$CACHE/kernels/$name"
}

# Brings the newest of a kernel into the cache, unless that is there already.
renew_kernel() {
    local name=$1 packages
    need dpkg-deb apt-get
    update_private_apt
    mkdir -p "$CACHE/kernels"
    packages=$(kernel_packages "$name")
    [ "$packages" = "$(cat "$CACHE/kernels/$name/packages" 2>/dev/null)" ] || unpack_kernel "$name" "$packages"
}

# Without a network a kernel that is there stays good enough.
fetch_kernel_locked() {
    local name=$1 checked=$CACHE/kernels/$1.checked
    if [ ! -s "$CACHE/kernels/$name/version" ]; then
        renew_kernel "$name"
        touch "$checked"
    elif [ -z "$(find "$checked" -mmin -1440 2>/dev/null)" ]; then
        say "Looking, once a day, for a newer kernel $name than $(cat "$CACHE/kernels/$name/version")"
        touch "$checked"
        renew_kernel "$name" & # in the background, because `set -e` does not hold on the left of ||
        wait $! || say "Keeping it: what is newest could not be found out or downloaded"
    fi
}

# fetch_kernel NAME: afterwards CACHE/kernels/NAME is complete.
fetch_kernel() {
    image_pattern "$1" >/dev/null
    locked kernels fetch_kernel_locked "$1"
}
