#!/usr/bin/env bash
# Shows the gate at work on a real kernel, in a virtual machine, from nothing.
#
#   ./run.sh [--kernel 6.1|6.12|7]    builds, boots that kernel (6.1 unless said) and shows the demonstration
#   ./run.sh --host FILE...           attaches the gate to this machine, if it can, and lists FILEs
#
# Root or sudo is used for apt only. Exit 0 only if everything the demonstration announces was seen.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/kernel-tests/vm/common.sh"

LOGS=$PROJECT/target/run

usage() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 64
}

step() { say "[$1/7] $2"; }

build() { quietly "$LOGS/build.log" mvn -B -ntp -f "$PROJECT/pom.xml" package -DskipTests; }

demonstrate() {
    local kernel=$1 status=0
    case $kernel in 6.1 | 6.12 | 7) ;; *) usage ;; esac
    step 1 "Looking for the programs this needs"
    "$VM_DIR/install.sh"
    step 2 "Building with Maven (the first time downloads a compiler; log: target/run/build.log)"
    build
    step 3 "Booting kernel $kernel in QEMU (log: target/run/console.log)"
    "$VM_DIR/boot.sh" --kernel "$kernel" --timeout 600 --out "$LOGS" --program env \
        --copy "$PROJECT/cli/target/cli.jar" --copy "$PROJECT/examples/target/examples.jar" \
        --copy "$VM_DIR/guest/demo.sh" -- 'sh /guest/demo.sh' || status=$?
    [ "$status" = 0 ] || die "the demonstration on kernel $kernel did not show everything (exit $status): see above, and the logs in $LOGS"
    grep -q 'DEMONSTRATION COMPLETE' "$LOGS/output" || die "the demonstration on kernel $kernel stopped early: see $LOGS/output"
    say "Everything announced was seen on kernel $kernel ($(cat "$CACHE/kernels/$kernel/version"))."
}

attach_here() {
    [ $# -gt 0 ] || usage
    say "[1/4] Looking for the programs this needs"
    "$VM_DIR/install.sh" --build-only
    say "[2/4] Building with Maven (log: target/run/build.log)"
    build
    local status=0
    say "[3/4] Checking whether the gate can run on this machine"
    java -jar "$PROJECT/cli/target/cli.jar" doctor "$@" || status=$?
    [ "$status" = 0 ] || exit "$status"
    say "[4/4] Attaching the gate to this machine; ctrl-c detaches it"
    exec java -jar "$PROJECT/cli/target/cli.jar" attach "$@"
}

main() {
    mkdir -p "$LOGS"
    case ${1:-} in
        '') demonstrate 6.1 ;;
        --kernel) [ $# = 2 ] || usage; demonstrate "$2" ;;
        --host) shift; attach_here "$@" ;;
        *) usage ;;
    esac
}

main "$@"
