/** The command {@code inspect}, on files that were made or changed to bring it down. */
@NullMarked
package io.github.bpfverity.parsertests.inspect;

import org.jspecify.annotations.NullMarked;
