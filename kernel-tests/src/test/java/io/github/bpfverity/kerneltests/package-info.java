/** The tests that need a booted kernel, and what boots it. */
@NullMarked
package io.github.bpfverity.kerneltests;

import org.jspecify.annotations.NullMarked;
