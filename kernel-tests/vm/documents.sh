#!/usr/bin/env bash
# Runs every command of the documents in a machine with systemd, and writes a report of it as JUnit does.
#
#   documents.sh KERNEL FOLDER    needs packaging/target/bpf-verity.deb, cli/target/cli.jar and examples/target;
#                                 FOLDER gets TEST-documents.xml and what the commands printed

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$VM_DIR/report.sh"

DOCUMENTS=(README.md docs/operating.md docs/policy.md docs/library.md deploy/README.md)

# Which document, and then each line of its blocks of commands: those of the shell, and those of README that are this program's.
commands() {
    local document
    for document in "${DOCUMENTS[@]}"; do
        echo "document $document"
        awk '/^```/ { language = $0; sub(/^```/, "", language); fenced = !fenced; next }
            fenced && language == "sh"
            fenced && language == "console" { sub(/^[#$] /, ""); print }
            fenced && language == "" && /^java -jar /' "$PROJECT/$document"
    done
}

main() {
    [ $# = 2 ] || die "usage: documents.sh KERNEL FOLDER"
    local kernel=$1 out=$2 status=0 object
    object=$(find "$PROJECT/examples/target/classes" -name 'execsnoop*.el.o')
    mkdir -p "$out"
    commands >"$out/commands"
    "$VM_DIR/boot.sh" --debian --kernel "$kernel" --timeout 1200 --out "$out" \
        --copy "$PROJECT/packaging/target/bpf-verity.deb" --copy "$PROJECT/cli/target/cli.jar" \
        --copy "$PROJECT/examples/target/examples.jar" --copy "$object:/guest/counter.bpf.o" \
        --copy "$out/commands" --copy "$VM_DIR/guest/documents.sh" \
        -- 'sh /guest/documents.sh' | tee "$out/output.log" || status=$?
    report Documents "$out/output.log" "$status" >"$out/TEST-documents.xml"
    exit "$status"
}

main "$@"
