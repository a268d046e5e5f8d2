#!/usr/bin/env bash
# Compiles BPF programs for both byte orders.
#
#   compile.sh SRC_DIR OUT_DIR [CLANG_OPTION...]
#
# Each SRC_DIR/NAME.bpf.c becomes OUT_DIR/NAME.bpf.el.o (little-endian) and OUT_DIR/NAME.bpf.eb.o
# (big-endian). Sources may include <bpf/...> from include/ beside this script, and headers of SRC_DIR.
# An object newer than every source, header, -I directory and this script is left alone. The same
# sources give the same bytes wherever they lie: objects name files relative to SRC_DIR.
#
# The compiler is the one that this module's pom.xml unpacks. A module that compiles BPF programs
# depends on this one, so that Maven builds it first, and runs the script:
#
#   <dependency>
#     <groupId>io.github.bpfverity</groupId>
#     <artifactId>toolchain</artifactId>
#     <version>${project.version}</version>
#     <type>pom</type>
#     <scope>provided</scope>
#   </dependency>
#   ...
#   <plugin>
#     <groupId>org.codehaus.mojo</groupId>
#     <artifactId>exec-maven-plugin</artifactId>
#     <executions>
#       <execution>
#         <id>compile-bpf</id>
#         <phase>process-resources</phase>          (tests: process-test-resources)
#         <goals><goal>exec</goal></goals>
#         <configuration>
#           <executable>${project.basedir}/../toolchain/compile.sh</executable>
#           <arguments>
#             <argument>${project.basedir}/src/main/bpf</argument>
#             <argument>${project.build.outputDirectory}/bpf</argument>
#           </arguments>
#         </configuration>
#       </execution>
#     </executions>
#   </plugin>
set -euo pipefail
shopt -s nullglob

[ $# -ge 2 ] || { echo "usage: compile.sh SRC_DIR OUT_DIR [CLANG_OPTION...]" >&2; exit 64; }
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd -- "$1" && pwd)
mkdir -p -- "$2"
out_dir=$(cd -- "$2" && pwd)
shift 2
options=("$@")

bin=$home/target/bin
[ -x "$bin/clang" ] || { echo "compile.sh: no compiler in $bin; build it with: mvn -pl toolchain initialize" >&2; exit 69; }

watched=("$source_dir" "$home/include" "$home/compile.sh")
for option in "${options[@]}"; do
    case $option in -I?*) watched+=("${option#-I}") ;; esac
done

up_to_date() { # OBJECT: it exists and nothing it could be made from is newer
    [ -f "$1" ] && [ -z "$(find "${watched[@]}" -newer "$1" -print -quit)" ]
}

compile() { # NAME ORDER: writes to a temporary name, so that a failure leaves no object behind
    local object=$out_dir/$1.bpf.$2.o
    ! up_to_date "$object" || return 0
    "$bin/clang" -target "bpf$2" -mcpu=v3 -O2 -g -c \
        -std=gnu11 -nostdinc -Wall -Wextra -Werror \
        -I"$home/include" \
        -fdebug-compilation-dir=. -ffile-prefix-map=./= "-ffile-prefix-map=$home/include=include" \
        "${options[@]}" "$1.bpf.c" -o "$object.tmp"
    "$bin/llvm-strip" --strip-debug "$object.tmp" # DWARF only; BTF with its line information stays
    mv -- "$object.tmp" "$object"
}

trap 'rm -f -- "$out_dir"/*.o.tmp' EXIT
cd -- "$source_dir"
sources=(*.bpf.c)
[ ${#sources[@]} -gt 0 ] || { echo "compile.sh: no *.bpf.c in $source_dir" >&2; exit 66; }
for source in "${sources[@]}"; do
    compile "${source%.bpf.c}" el
    compile "${source%.bpf.c}" eb
done
