/** Runs inside the booted machine: the launcher of the tests tagged {@code kernel}, and how results travel. */
@NullMarked
package io.github.bpfverity.kerneltests.inside;

import org.jspecify.annotations.NullMarked;
