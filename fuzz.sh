#!/usr/bin/env bash
# Fuzzes everything that reads bytes with Jazzer, one target after the other.
#
#   ./fuzz.sh [SECONDS [TARGET...]]   SECONDS in all, shared by the targets (60; all of them, unless said)
#   ./fuzz.sh --seeds                 writes the committed corpus anew, from the objects of the tests
#
# Prints how many inputs each target ran. What was learnt stays in parser-tests/target/fuzz/corpus for the
# next run. A finding ends its target; its input is written beside the committed corpus, where every test run
# replays it. Exit 0 only if nothing was found.
set -euo pipefail

PROJECT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
MODULE=$PROJECT/parser-tests
PACKAGE=io.github.bpfverity.parsertests.fuzz
TARGETS=(elf btf splitBtf btfExt object link)
COMMITTED=$MODULE/src/test/resources/${PACKAGE//.//}/ParsersFuzzTestInputs
WORK=$MODULE/target/fuzz

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 64
}

# Compiles and answers the class path of this module's tests.
class_path() {
    mkdir -p "$WORK"
    mvn -q -B -ntp -f "$PROJECT/pom.xml" -pl parser-tests -am test-compile \
        dependency:build-classpath -Dmdep.outputFile="$WORK/class-path" >"$WORK/build.log" 2>&1 </dev/null ||
        { tail -n 25 "$WORK/build.log" >&2; exit 1; }
    echo "$MODULE/target/test-classes:$(cat "$WORK/class-path")"
}

# fuzz TARGET SECONDS CLASS_PATH: status 0 if nothing was found.
fuzz() {
    local target=$1 log=$WORK/$1.log status=0
    mkdir -p "$WORK/corpus/$target" "$COMMITTED/$target"
    (cd "$WORK" && exec java -XX:+UseSerialGC -Xmx768m -cp "$3" com.code_intelligence.jazzer.Jazzer \
        --target_class=$PACKAGE.ParsersFuzzTest --target_method="$target" \
        --instrument='io.github.bpfverity.**' \
        -artifact_prefix="$COMMITTED/$target/finding-" \
        -max_total_time="$2" -timeout=10 -rss_limit_mb=3000 -use_value_profile=1 -print_final_stats=1 \
        "$WORK/corpus/$target") >"$log" 2>&1 </dev/null || status=$?
    printf '%-9s %12s inputs%s\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)" \
        "$([ $status = 0 ] || echo ", a finding (exit $status): see $log")"
    return $status
}

main() {
    local seconds=60 target found=0 path
    case ${1:-} in
        --seeds)
            exec java -cp "$(class_path)" $PACKAGE.Seeds "$COMMITTED" ;;
        '') ;;
        *[!0-9]*) usage ;;
        *) seconds=$1; shift; [ $# = 0 ] || TARGETS=("$@") ;;
    esac
    path=$(class_path)
    for target in "${TARGETS[@]}"; do
        fuzz "$target" $((seconds / ${#TARGETS[@]} + 1)) "$path" || found=1
    done
    return $found
}

main "$@"
