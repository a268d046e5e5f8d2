# shellcheck shell=bash
# Software emulation unless KVM proves itself: /dev/kvm can exist and still fail or hang the guest.

# accelerator_options: QEMU's options, from the answer the cache remembers.
accelerator_options() {
    echo "-machine q35,accel=tcg -cpu max"
}
