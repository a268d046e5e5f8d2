#!/usr/bin/env bash
# Tries the Debian package in a machine with systemd, and writes a report of it as JUnit does.
#
#   package.sh KERNEL FOLDER    needs packaging/target/bpf-verity.deb; FOLDER gets TEST-package.xml, journal and console
#
# Each thing that the script inside saw is a test, and so is that it came to its end.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

NAME=io.github.bpfverity.Package

escaped() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' | tr -cd '\t\n\40-\176'; }

# test_case NAME [FAILURE]
test_case() {
    printf '  <testcase classname="%s" name="%s">' "$NAME" "$(escaped <<<"$1")"
    [ $# = 1 ] || printf '<failure message="%s"/>' "$(escaped <<<"$2")"
    printf '</testcase>\n'
}

# report OUTPUT STATUS
report() {
    local line
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="%s">\n' "$NAME"
    while IFS= read -r line; do
        case $line in
            'saw: '*) test_case "${line#saw: }" ;;
            'NOT SEEN: '*) test_case "${line#NOT SEEN: }" "not seen; the output is in $1" ;;
        esac
    done <"$1"
    if [ "$2" = 0 ] && grep -qx 'PACKAGE COMPLETE' "$1"; then
        test_case "came to its end"
    else
        test_case "came to its end" "exit $2; the output is in $1"
    fi
    printf '</testsuite>\n'
}

main() {
    [ $# = 2 ] || die "usage: package.sh KERNEL FOLDER"
    local kernel=$1 out=$2 status=0
    mkdir -p "$out"
    "$VM_DIR/boot.sh" --debian --kernel "$kernel" --timeout 900 --out "$out" \
        --copy "$PROJECT/packaging/target/bpf-verity.deb" --copy "$VM_DIR/guest/package.sh" \
        -- 'sh /guest/package.sh' | tee "$out/output.log" || status=$?
    report "$out/output.log" "$status" >"$out/TEST-package.xml"
    exit "$status"
}

main "$@"
