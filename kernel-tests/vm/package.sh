#!/usr/bin/env bash
# Tries the Debian package in a machine with systemd, and writes a report of it as JUnit does.
#
#   package.sh KERNEL FOLDER    needs packaging/target/bpf-verity.deb; FOLDER gets TEST-package.xml, journal and console
#
# Each thing that the script inside saw is a test, and so is that it came to its end.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$VM_DIR/report.sh"

main() {
    [ $# = 2 ] || die "usage: package.sh KERNEL FOLDER"
    local kernel=$1 out=$2 status=0
    mkdir -p "$out"
    "$VM_DIR/boot.sh" --debian --kernel "$kernel" --timeout 900 --out "$out" \
        --copy "$PROJECT/packaging/target/bpf-verity.deb" --copy "$VM_DIR/guest/package.sh" \
        -- 'sh /guest/package.sh' | tee "$out/output.log" || status=$?
    report Package "$out/output.log" "$status" >"$out/TEST-package.xml"
    exit "$status"
}

main "$@"
