/** Runs on the machine that builds: boots kernels and reports, as its own tests, the tests that ran inside. */
@NullMarked
package io.github.bpfverity.kerneltests.host;

import org.jspecify.annotations.NullMarked;
