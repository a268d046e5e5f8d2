# shellcheck shell=bash
# A small Debian with systemd and a Java runtime, for what is tested of the package: made once a month, kept in the cache.

DEBIAN_PACKAGES=systemd-sysv,openjdk-17-jre-headless,bpftool

# Prints the archive's path.
debian_archive() {
    local archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg mode=unshare
    archive=$CACHE/debian/$RELEASE-$(printf %s "$DEBIAN_PACKAGES" | cksum | cut -d' ' -f1).tar
    if [ -z "$(find "$archive" -mtime -30 2>/dev/null)" ]; then
        [ "$(id -u)" != 0 ] || mode=root
        mkdir -p "$CACHE/debian"
        say "Making a small Debian with systemd, for the test of the package (log: $CACHE/debian/log)"
        quietly "$CACHE/debian/log" mmdebstrap --mode=$mode --variant=minbase --include="$DEBIAN_PACKAGES" \
            --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/doc/*' \
            --dpkgopt='path-exclude=/usr/share/locale/*' --format=tar "$RELEASE" "$archive.new" \
            "deb [signed-by=$keyring] $(mirror) $RELEASE main"
        mv "$archive.new" "$archive"
    fi
    echo "$archive"
}

# debian_tree TREE: unpacks it, with the machine's command as a unit of systemd.
debian_tree() {
    local tree=$1 units=$1/etc/systemd/system archive
    archive=$(locked debian debian_archive)
    mkdir -p "$tree"
    tar -xf "$archive" -C "$tree" --exclude='./dev/*'
    mkdir -p "$tree"/{results,guest} "$units/multi-user.target.wants"
    cp "$VM_DIR/guest/machine.service" "$units/"
    ln -s ../machine.service "$units/multi-user.target.wants/"
    cp "$VM_DIR/guest/machine-run" "$tree/sbin/machine-run"
    chmod 755 "$tree/sbin/machine-run"
}
