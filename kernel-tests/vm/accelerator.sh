# shellcheck shell=bash
# Software emulation unless KVM proves itself: /dev/kvm can exist and still fail, or hang the guest.

TCG="-machine q35,accel=tcg -cpu max"
KVM="-machine q35,accel=kvm -cpu host"

# Boots the initramfs alone under KVM: it must print its marker and power off within 20 seconds.
kvm_proves_itself() {
    local kernel=$1 dir
    dir=$(mktemp -d "${TMPDIR:-/tmp}/bpf-verity-kvm.XXXXXX")
    make_initramfs "$kernel" "$dir/initramfs.gz"
    # shellcheck disable=SC2086
    timeout -k 2 20 qemu-system-x86_64 $KVM -smp 2 -m 512 -nodefaults -no-user-config -display none -no-reboot \
        -kernel "$CACHE/kernels/$kernel/vmlinuz" -initrd "$dir/initramfs.gz" \
        -append "console=ttyS0 panic=-1 quiet probe" -serial "file:$dir/console.log" </dev/null >"$dir/qemu.log" 2>&1 || true
    local found=1
    grep -q 'probe: alive' "$dir/console.log" 2>/dev/null && found=0
    rm -rf "$dir"
    return $found
}

# accelerator_options KERNEL: QEMU's options; the cache remembers the answer for this machine and its kernel.
accelerator_options() {
    local remembered
    if ! { [ -r /dev/kvm ] && [ -w /dev/kvm ]; }; then
        echo "$TCG"
        return
    fi
    remembered=$CACHE/kvm-$(uname -nr | tr ' ' -)
    if [ ! -s "$remembered" ]; then
        if kvm_proves_itself "$1"; then echo kvm >"$remembered"; else echo tcg >"$remembered"; fi
        say "This machine's KVM was tried with a bounded boot: using $(cat "$remembered") from now on ($remembered)"
    fi
    if [ "$(cat "$remembered")" = kvm ]; then echo "$KVM"; else echo "$TCG"; fi
}
