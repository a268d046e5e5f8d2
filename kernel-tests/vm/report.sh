# shellcheck shell=bash
# What a script in a machine saw, as a report of JUnit's: each of its lines "saw: WHAT" and "NOT SEEN: WHAT" is a test, and so
# is that it came to its end, which its line "NAME COMPLETE" says.

escaped() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' | tr -cd '\t\n\40-\176'; }

# test_case CLASS NAME [FAILURE]
test_case() {
    printf '  <testcase classname="%s" name="%s">' "$1" "$(escaped <<<"$2")"
    [ $# = 2 ] || printf '<failure message="%s"/>' "$(escaped <<<"$3")"
    printf '</testcase>\n'
}

# report NAME OUTPUT STATUS
report() {
    local class=io.github.bpfverity.$1 output=$2 line
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="%s">\n' "$class"
    while IFS= read -r line; do
        case $line in
            'saw: '*) test_case "$class" "${line#saw: }" ;;
            'NOT SEEN: '*) test_case "$class" "${line#NOT SEEN: }" "not seen; the output is in $output" ;;
        esac
    done <"$output"
    if [ "$3" = 0 ] && grep -qix "$1 COMPLETE" "$output"; then
        test_case "$class" "came to its end"
    else
        test_case "$class" "came to its end" "exit $3; the output is in $output"
    fi
    printf '</testsuite>\n'
}
