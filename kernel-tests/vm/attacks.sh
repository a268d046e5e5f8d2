#!/usr/bin/env bash
# Compiles the attack programs of src/test/c.
#
#   attacks.sh OUT
#
# OUT/FOLDER/NAME is made of src/test/c/FOLDER/NAME.c; in folders named *static, statically linked; in libraries, as
# NAME.so. Scripts are copied. A source's line "// gcc: OPTION..." adds options.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

SOURCES=$VM_DIR/../src/test/c

# compile FOLDER SOURCE OUT
compile() {
    local options=(-O1 -g0 -Wall -Wextra -Werror -I"$SOURCES" -pthread) more
    case $1 in
        *static) options+=(-static) ;;
        libraries) options+=(-shared -fPIC) ;;
    esac
    read -ra more < <(sed -n 's,^// gcc: ,,p' "$2") || true
    gcc "${options[@]}" "$2" -o "$3" ${more[@]+"${more[@]}"}
}

main() {
    [ $# = 1 ] || { sed -n '2,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
    need gcc
    local source folder name
    for source in "$SOURCES"/*/*.c; do
        folder=$(basename "$(dirname "$source")")
        name=$(basename "$source" .c)
        [ "$folder" != libraries ] || name=$name.so
        mkdir -p "$1/$folder"
        compile "$folder" "$source" "$1/$folder/$name"
    done
    for source in "$SOURCES"/*/*.sh; do
        install -m 755 "$source" "$1/$(basename "$(dirname "$source")")/"
    done
}

main "$@"
