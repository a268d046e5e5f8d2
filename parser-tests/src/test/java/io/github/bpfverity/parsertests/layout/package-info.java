/** The layout of C types, beside what the compiler that laid them out says. */
@NullMarked
package io.github.bpfverity.parsertests.layout;

import org.jspecify.annotations.NullMarked;
