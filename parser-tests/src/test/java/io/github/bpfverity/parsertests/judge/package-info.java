/** Type information judged by the kernel that runs the tests, beside our own judgement. */
@NullMarked
package io.github.bpfverity.parsertests.judge;

import org.jspecify.annotations.NullMarked;
