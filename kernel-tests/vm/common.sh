# shellcheck shell=bash
# What every script here shares: where things are, how progress and failure are said, how work is bounded.

set -euo pipefail

VM_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=$(cd "$VM_DIR/../.." && pwd)
CACHE=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/bpf-verity
export PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8
mkdir -p "$CACHE"

# say TEXT...: one line of progress, on stderr, so that standard output stays what the command prints.
say() { printf '%s\n' "$*" >&2; }

# die WHAT WHERE ADVICE: one line, then exit 1.
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# need COMMAND...: every one of them must be on the path.
need() {
    local command
    for command; do
        command -v "$command" >/dev/null || die "$command is not installed: run ./test.sh or kernel-tests/vm/install.sh once"
    done
}

# quietly LOG COMMAND...: output goes to LOG; its end is shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        die "'$1' failed; the whole output is in $log"
    fi
}

# locked NAME COMMAND...: one process at a time for what is shared in the cache.
locked() {
    local name=$1
    shift
    (
        flock -w 1200 9 || die "$CACHE/$name.lock is held for 20 minutes: end the other run, or remove the file"
        "$@"
    ) 9>"$CACHE/$name.lock"
}
