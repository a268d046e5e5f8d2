#!/usr/bin/env bash
# The endurance test in full: an hour at 20,000 decisions a second, or as many as the machine gives, with a gatekeeper
# that is killed every minute after the first twenty.
#
#   endurance.sh [KERNEL [SECONDS]]    7 and 3600 unless given
#
# Prints what was decided, read and lost, and the gatekeepers' sizes. ./test.sh runs 48 seconds of it on each kernel.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

main() {
    local kernel=${1:-7} seconds=${2:-3600} log=$PROJECT/target/endurance.log status=0
    mkdir -p "$PROJECT/target"
    "$VM_DIR/install.sh"
    mvn -B -ntp -f "$PROJECT/pom.xml" package -Dkernels="$kernel" -Dendurance.seconds="$seconds" \
        -Dfork.seconds=$((seconds + 1800)) \
        -Dtest=RealKernelsTest -Dkernel.classes='.*EnduranceTest' -Dsurefire.failIfNoSpecifiedTests=false \
        >"$log" 2>&1 </dev/null || status=$?
    grep -E '^(endurance|PASSED|FAILED)' "$PROJECT/kernel-tests/target/machine/$kernel/boot.log" || status=1
    [ $status = 0 ] || die "the endurance test failed; the whole output is in $log"
}

main "$@"
