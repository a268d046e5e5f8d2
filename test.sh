#!/usr/bin/env bash
# Runs every test: format, unit and property tests with their coverage, a minute of fuzzing, mutation testing of
# the parsers, then the kernel tests on real kernels in QEMU, and in one with systemd the Debian package and the commands of
# the documents.
#
#   ./test.sh [--fast] [--kernel 6.1|6.12|7]...
#
# --fast boots no kernel; --kernel only the kernels named. Installs what is missing (apt, as root or with
# sudo). The last line is "N passed, N failed, N skipped"; exit 0 only if nothing failed.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/kernel-tests/vm/common.sh"

LOGS=$PROJECT/target/test
STAGES=()   # labels of the stages that left reports, in order
NOTES=()    # what the summary says besides
BROKEN=0    # stages that failed without a test to blame

usage() {
    sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 64
}

parse_arguments() {
    kernels=()
    fast=no
    while [ $# -gt 0 ]; do
        case $1 in
            --fast) fast=yes; shift ;;
            --kernel) [ $# -ge 2 ] || usage; kernels+=("$2"); shift 2 ;;
            *) usage ;;
        esac
    done
    if [ $fast = yes ]; then
        NOTES+=("kernels: none (--fast)")
    elif [ ${#kernels[@]} = 0 ]; then
        kernels=(6.1 6.12 7)
    fi
    steps=6
    [ $fast = yes ] || steps=$((steps + ${#kernels[@]} + 2))
    at=0
}

step() {
    at=$((at + 1))
    say "[$at/$steps] $* ($((SECONDS / 60)) min $((SECONDS % 60)) s so far)"
}

maven() { timeout -k 10 1500 mvn -B -ntp -f "$PROJECT/pom.xml" "$@"; }

# broken WHAT LOG: a stage that failed by itself.
broken() {
    tail -n 25 "$2" >&2
    say "error: $1 failed; the whole output is in $2"
    NOTES+=("$1: failed")
    BROKEN=$((BROKEN + 1))
}

# stage LABEL MAVEN_ARGUMENT...: runs tests and keeps their reports under the label.
stage() {
    local label=$1 log=$LOGS/$1.log report
    shift
    rm -rf "$PROJECT"/*/target/{surefire,failsafe}-reports
    maven -Dmaven.test.failure.ignore=true -Dsurefire.failIfNoSpecifiedTests=false "$@" >"$log" 2>&1 </dev/null ||
        broken "$label" "$log"
    mkdir -p "$LOGS/reports/$label"
    for report in "$PROJECT"/*/target/{surefire,failsafe}-reports/TEST-*.xml; do
        [ -e "$report" ] && cp "$report" "$LOGS/reports/$label/"
    done
    STAGES+=("$label")
}

format_check() { maven spotless:check >"$LOGS/format.log" 2>&1 </dev/null || broken format "$LOGS/format.log"; }

# The home of a JDK 25, if there is one.
jdk25() {
    local home
    for home in "${JAVA25_HOME:-}" /usr/lib/jvm/*; do
        if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
            echo "$home"
            return
        fi
    done
}

unit_tests_on_25() {
    local home
    home=$(jdk25)
    if [ -z "$home" ]; then
        NOTES+=("JDK 25: skipped, none is installed (set JAVA25_HOME to one)")
        return
    fi
    export JAVA25_HOME=$home
    stage "JDK 25" verify -Djvm="$home/bin/java" -Dtest='!RealKernelsTest,!*IT'
}

fuzzing() {
    local log=$LOGS/fuzzing.log
    "$PROJECT/fuzz.sh" 60 2>&1 | tee "$log" || broken fuzzing "$log"
    NOTES+=("fuzzed: $(awk '/ inputs/ { n += $2 } END { print n + 0 }' "$log") inputs")
}

# killed MODULE: how many of its mutants the tests noticed, in percent.
killed() {
    local report=$PROJECT/$1/target/pit-reports/mutations.xml
    awk -v RS='<mutation ' '/detected=/ { n++; k += /detected=.true/ } END { printf "%.1f %% of %d", 100 * k / n, n }' \
        "$report"
}

mutation_testing() {
    local log=$LOGS/mutation.log
    if maven -Pmutation -pl elf,btf test-compile org.pitest:pitest-maven:mutationCoverage >"$log" 2>&1 </dev/null; then
        NOTES+=("mutants killed: elf $(killed elf), btf $(killed btf)")
    else
        broken "mutation testing" "$log"
    fi
}

kernel_tests() {
    stage "kernel $1" package -Dkernels="$1" -Dtest=RealKernelsTest
    [ -z "$(find "$LOGS/reports/kernel $1" -name '*.xml')" ] || return 0
    NOTES+=("kernel $1: no report came back")
    BROKEN=$((BROKEN + 1))
}

# with_systemd NAME KERNEL: what NAME.sh tries in a machine with systemd.
with_systemd() {
    local folder=$LOGS/reports/$1
    "$VM_DIR/$1.sh" "$2" "$folder" >"$LOGS/$1.log" 2>&1 </dev/null || tail -n 45 "$LOGS/$1.log" >&2
    if [ -s "$folder/TEST-$1.xml" ]; then
        STAGES+=("$1")
    else
        broken "$1" "$LOGS/$1.log"
    fi
}

summary() {
    local note
    say ""
    for note in ${NOTES[@]+"${NOTES[@]}"}; do echo "$note"; done
    java -cp "$PROJECT/kernel-tests/target/test-classes" io.github.bpfverity.kerneltests.host.Summary \
        "$LOGS/reports" "$BROKEN" ${STAGES[@]+"${STAGES[@]}"}
}

main() {
    parse_arguments "$@"
    rm -rf "$LOGS"
    mkdir -p "$LOGS"
    step "Looking for the programs this needs"
    "$VM_DIR/install.sh"
    step "Checking the format"
    format_check
    step "Building, with unit and property tests"
    stage "JDK $(javac -version 2>&1 | tr -dc '0-9.' | cut -d. -f1)" verify -Dtest='!RealKernelsTest,!*IT'
    step "Unit and property tests on JDK 25"
    unit_tests_on_25
    step "Fuzzing the parsers for a minute"
    fuzzing
    step "Breaking the parsers' code, to see that tests notice"
    mutation_testing
    if [ $fast = no ]; then
        local kernel
        for kernel in "${kernels[@]}"; do
            step "Tests on kernel $kernel, in QEMU"
            kernel_tests "$kernel"
        done
        step "The Debian package on kernel ${kernels[-1]} with systemd, in QEMU"
        with_systemd package "${kernels[-1]}"
        step "The documents' commands on kernel ${kernels[-1]} with systemd, in QEMU"
        with_systemd documents "${kernels[-1]}"
    fi
    summary
}

main "$@"
