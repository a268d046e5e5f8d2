/** What our parsers read, beside what LLVM's tools and bpftool read from the same files. */
@NullMarked
package io.github.bpfverity.parsertests.crosscheck;

import org.jspecify.annotations.NullMarked;
