# shellcheck shell=bash
# Runs QEMU: picks the accelerator, bounds the run, ends it by its process id.

QEMU_PID=

stop_qemu() {
    if [ -n "$QEMU_PID" ]; then
        kill -9 "$QEMU_PID" 2>/dev/null || true
        wait "$QEMU_PID" 2>/dev/null || true
        QEMU_PID=
    fi
}

# start_qemu DIR KERNEL MEMORY APPEND ACCELERATOR...: DIR has initramfs.gz, root.ext4 and results.tar;
# DIR/console.log gets the kernel's messages and DIR/output what the command prints,
# DIR/records what it writes to /dev/ttyS2.
start_qemu() {
    local dir=$1 kernel=$2 memory=$3 append=$4
    shift 4
    : >"$dir/output" && : >"$dir/records"
    qemu-system-x86_64 "$@" -smp 2 -m "$memory" -nodefaults -no-user-config -display none -no-reboot \
        -kernel "$CACHE/kernels/$kernel/vmlinuz" -initrd "$dir/initramfs.gz" \
        -append "console=ttyS0 panic=-1 quiet loglevel=4 $append" \
        -drive "file=$dir/root.ext4,format=raw,if=virtio,snapshot=on,cache=unsafe" \
        -drive "file=$dir/results.tar,format=raw,if=virtio,cache=unsafe" \
        -serial "file:$dir/console.log" -serial "file:$dir/output" -serial "file:$dir/records" \
        </dev/null >"$dir/qemu.log" 2>&1 &
    QEMU_PID=$!
}

# wait_ready LOG SECONDS: 0 when the machine, whose console is in LOG, has booted in time. Emulated kernels hang now and
# then before they print a line.
wait_ready() {
    local deadline=$((SECONDS + $2))
    while ! grep -q 'machine ready' "$1" 2>/dev/null; do
        if [ $SECONDS -ge $deadline ] || ! kill -0 "$QEMU_PID" 2>/dev/null; then
            stop_qemu
            return 1
        fi
        sleep 0.2
    done
}

# wait_qemu SECONDS: 0 when QEMU ended by itself in time.
wait_qemu() {
    local deadline=$((SECONDS + $1))
    while kill -0 "$QEMU_PID" 2>/dev/null; do
        if [ $SECONDS -ge $deadline ]; then
            stop_qemu
            return 1
        fi
        sleep 0.2
    done
    wait "$QEMU_PID" || true
    QEMU_PID=
}
