#!/usr/bin/env bash
# Boots a kernel in QEMU and runs a command inside, as root, with files of this machine copied in.
#
#   boot.sh [--kernel 6.1|6.12|7] [--copy FROM[:TO]]... [--tree DIR] [--program NAME]... [--java JDK]
#           [--out DIR] [--timeout SECONDS] [--memory MIB] [--append ARGS] -- COMMAND...
#
# COMMAND is shell text: its words are joined by spaces. Its output is printed as it comes; its exit status
# is this script's. Whatever it leaves in /results is copied to DIR (--out). /java is a runtime of the JDK
# that builds, /java25 one of $JAVA25_HOME when `--java25` is given. With `--debian` the machine is a small Debian with
# systemd and a Java runtime of its own instead. Exit 120: the machine died before the
# command started, twice; 124: time was up.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$VM_DIR/apt.sh"
. "$VM_DIR/kernels.sh"
. "$VM_DIR/image.sh"
. "$VM_DIR/debian.sh"
. "$VM_DIR/accelerator.sh"
. "$VM_DIR/qemu.sh"

# How long a boot may take, in seconds; it takes 10 to 40 on a busy machine.
BOOT_LIMIT=240

usage() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 64
}

parse_arguments() {
    kernel=6.1 copies=() programs=() out='' timeout=600 memory=2048 append='' java25=no debian=no trees=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        case $1 in
            --java25)
                java25=yes
                shift
                continue
                ;;
            --debian)
                debian=yes
                shift
                continue
                ;;
            --*) [ $# -ge 2 ] || usage ;;
        esac
        case $1 in
            --kernel) kernel=$2 ;;
            --copy) copies+=("$2") ;;
            --tree) trees+=("$2") ;;
            --program) programs+=("$2") ;;
            --out) out=$2 ;;
            --timeout) timeout=$2 ;;
            --memory) memory=$2 ;;
            --append) append=$2 ;;
            *) usage ;;
        esac
        shift 2
    done
    [ $# -ge 2 ] || usage
    shift
    guest_command=$*
}

build_image() {
    local tree=$run/tree copy program from to
    if [ "$debian" = yes ]; then
        debian_tree "$tree"
    else
        base_tree "$tree"
        add_java "$tree" "$(host_jdk)" /java
    fi
    if [ "$java25" = yes ]; then add_java "$tree" "${JAVA25_HOME:?JAVA25_HOME is not set}" /java25; fi
    for program in ${programs[@]+"${programs[@]}"}; do add_program "$tree" "$program"; done
    for copy in ${copies[@]+"${copies[@]}"}; do
        from=${copy%%:*} to=${copy#*:}
        [ "$to" != "$copy" ] || to=/guest/$(basename "$from")
        add_file "$tree" "$from" "$to"
    done
    for copy in ${trees[@]+"${trees[@]}"}; do cp -a "$copy/." "$tree/"; done
    printf '%s\n' "$guest_command" >"$tree/guest/command"
    make_disk "$tree" "$run/root.ext4" 1500M
    make_initramfs "$kernel" "$run/initramfs.gz"
    rm -rf "$tree"
}

# One boot; 0 when the command ran to its end, 124 when time was up, 120 when it never started.
boot_once() {
    local follower status=0 machine
    truncate -s 0 "$run/results.tar"
    truncate -s 256M "$run/results.tar"
    read -ra machine <<<"$1"
    start_qemu "$run" "$kernel" "$memory" "root=/dev/vda $append" "${machine[@]}"
    tail -n +1 -f --pid="$QEMU_PID" "$run/output" 2>/dev/null &
    follower=$!
    if wait_ready "$run/console.log" "$BOOT_LIMIT"; then
        wait_qemu "$timeout" || status=124
    else
        status=120
    fi
    wait "$follower" 2>/dev/null || true
    return "$status"
}

boot() {
    local status=0 machine
    machine=$(accelerator_options "$kernel")
    boot_once "$machine" || status=$?
    if [ $status = 120 ]; then
        say "The machine with kernel $kernel died before the command started; booting once more, in software. Last lines:"
        tail -n 5 "$run/console.log" "$run/qemu.log" >&2 || true
        status=0
        boot_once "$TCG" || status=$?
    fi
    return $status
}

# Unpacks /results; 0 when the command inside reached its end.
collect() {
    mkdir -p "$run/results"
    tar -xf "$run/results.tar" -C "$run/results" 2>/dev/null || true
    if [ -n "$out" ]; then
        cp -a "$run/results/." "$out/"
        cp "$run/console.log" "$run/output" "$run/records" "$run/qemu.log" "$out/"
    fi
    [ -s "$run/results/exit-status" ]
}

explain() {
    case $1 in
        120) say "error: kernel $kernel: the machine died twice before the command started" ;;
        121) say "error: kernel $kernel: the machine ended before the command did" ;;
        124) say "error: kernel $kernel: the command did not end within $timeout seconds" ;;
    esac
    tail -n 15 "$run/console.log" "$run/qemu.log" >&2
    exit "$1"
}

main() {
    parse_arguments "$@"
    need qemu-system-x86_64 mkfs.ext4 busybox cpio gzip xz zstd ldd
    fetch_kernel "$kernel"
    run=$(mktemp -d "${TMPDIR:-/tmp}/bpf-verity-vm.XXXXXX")
    trap 'stop_qemu; rm -rf "$run"' EXIT
    trap 'exit 130' INT TERM HUP
    [ -z "$out" ] || mkdir -p "$out"
    build_image
    local status=0
    boot || status=$?
    collect || { [ "$status" != 0 ] || status=121; }
    [ "$status" = 0 ] || explain "$status"
    exit "$(cat "$run/results/exit-status")"
}

main "$@"
