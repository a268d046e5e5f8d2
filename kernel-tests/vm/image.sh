# shellcheck shell=bash
# Builds what a kernel boots from, without root: an initramfs that can reach the disk, and an ext4 root
# with fs-verity that holds busybox, a Java runtime and what the caller copies in.

# add_file TREE SOURCE DEST: copies, following links, into the tree; a directory with all it holds.
add_file() {
    [ -e "$2" ] || die "$2 does not exist, so it cannot be copied into the machine"
    mkdir -p "$1$(dirname "$3")"
    cp -aL "$2" "$1$3"
}

# add_libraries TREE FILE...: the shared libraries these programs need, at the paths they are looked for.
add_libraries() {
    local tree=$1 library
    shift
    for library in $(ldd "$@" 2>/dev/null | grep -oE '(^|[[:space:]])/[^ :]+( |$)' | sort -u); do
        case $library in "$tree"/*) continue ;; esac
        [ -e "$tree$library" ] || add_file "$tree" "$library" "$library"
    done
}

# add_program TREE NAME: a program of this machine with its libraries, in /usr/bin.
add_program() {
    local path
    path=$(command -v "$2") || die "$2 is not installed: run ./test.sh or kernel-tests/vm/install.sh once"
    add_file "$1" "$path" "/usr/bin/$2"
    add_libraries "$1" "$path"
}

# The JDK that runs the build: JAVA_HOME, or the one behind `javac`.
host_jdk() {
    local home=${JAVA_HOME:-}
    [ -n "$home" ] || home=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
    [ -x "$home/bin/jlink" ] || die "no jlink in $home: install openjdk-17-jdk-headless or set JAVA_HOME to a JDK"
    echo "$home"
}

# What the jars, JUnit and AssertJ need of the JDK.
JAVA_MODULES=java.base,java.logging,java.management,java.naming,java.xml,java.sql,jdk.unsupported,jdk.zipfs,jdk.jfr,jdk.net,jdk.crypto.ec,jdk.httpserver

# java_runtime JDK: a small runtime made from a JDK, kept in the cache; prints its folder.
java_runtime() {
    local jdk=$1 key home
    key=$(sed -n 's/^\(IMPLEMENTOR\|JAVA_RUNTIME_VERSION\|JAVA_VERSION\)="\(.*\)"/\2/p' "$jdk/release" | tr -c 'A-Za-z0-9.+\n' _ | paste -sd-)
    home=$CACHE/jre/$key-$(printf %s "$JAVA_MODULES" | cksum | cut -d" " -f1)
    if [ ! -e "$home/lib/server/classes.jsa" ]; then
        rm -rf "$home" "$home.new"
        mkdir -p "$CACHE/jre"
        quietly "$CACHE/jre/jlink.log" "$jdk/bin/jlink" --output "$home.new" --no-header-files --no-man-pages \
            --add-modules $JAVA_MODULES
        quietly "$CACHE/jre/cds.log" "$home.new/bin/java" -Xshare:dump
        mv "$home.new" "$home"
    fi
    echo "$home"
}

# The part of the root every machine shares.
base_tree() {
    local tree=$1
    mkdir -p "$tree"/{bin,dev,proc,sys,run,tmp,root,etc,results,guest,usr/bin,sbin}
    chmod 1777 "$tree/tmp"
    add_file "$tree" "$(command -v busybox)" /bin/busybox
    add_program "$tree" bpftool
    add_program "$tree" fsverity
    add_program "$tree" mkfs.ext4
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$tree/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
    printf '127.0.0.1 localhost\n' >"$tree/etc/hosts"
    printf 'passwd: files\ngroup: files\nhosts: files\n' >"$tree/etc/nsswitch.conf"
    cp "$VM_DIR/guest/init" "$tree/sbin/init"
    chmod 755 "$tree/sbin/init"
}

# add_java TREE JDK DEST: a runtime made from the JDK, with its libraries.
add_java() {
    local runtime
    runtime=$(locked jre java_runtime "$2")
    add_file "$1" "$runtime" "$3"
    # shellcheck disable=SC2046
    add_libraries "$1" "$runtime/bin/java" $(find "$runtime/lib" -name '*.so')
}

# make_disk TREE FILE SIZE: an ext4 image with the verity feature.
make_disk() {
    truncate -s "$3" "$2"
    quietly "$2.log" mkfs.ext4 -q -F -O verity -b 4096 -E root_owner=0:0,lazy_itable_init=1 -d "$1" "$2"
}

# add_module KERNEL TREE NAME: a module after those it depends on, unless it is built into this kernel.
# What depends on what is read from the modules themselves: it differs between versions of one kernel.
add_module() {
    local kernel=$1 tree=$2 name=$3 file found='' dependency
    [ ! -e "$tree/modules/$name.ko" ] || return 0
    for file in "$kernel/modules/$name".ko "$kernel/modules/${name//_/-}".ko "$kernel/modules/$name".ko.xz "$kernel/modules/$name".ko.zst; do
        if [ -e "$file" ]; then found=$file; fi
    done
    case $found in
        *.ko) cp "$found" "$tree/modules/$name.ko" ;;
        *.xz) xz -dc "$found" >"$tree/modules/$name.ko" ;;
        *.zst) zstd -qdc "$found" >"$tree/modules/$name.ko" ;;
        *) return 0 ;;
    esac
    for dependency in $(tr '\0' '\n' <"$tree/modules/$name.ko" | sed -n 's/^depends=//p' | tr ',-' ' _'); do
        add_module "$kernel" "$tree" "$dependency"
    done
    echo "$name" >>"$tree/modules/order"
}

# make_initramfs KERNEL FILE: busybox and modules, in the order they load: those that reach the disk, loop devices, overlayfs,
# and the sha512 that a machine with modprobe would fetch by itself (6.1 has it as a module).
make_initramfs() {
    local kernel=$CACHE/kernels/$1 tree=$2.tree module
    rm -rf "$tree"
    mkdir -p "$tree"/{bin,dev,proc,sys,newroot,modules}
    cp "$(command -v busybox)" "$tree/bin/busybox"
    cp "$VM_DIR/guest/initramfs-init" "$tree/init"
    chmod 755 "$tree/init"
    for module in virtio_pci virtio_blk loop overlay sha512_generic; do add_module "$kernel" "$tree" "$module"; done
    (cd "$tree" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -1) >"$2"
    rm -rf "$tree"
}
