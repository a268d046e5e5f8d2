/** Coverage-guided fuzzing: what reads bytes gets millions of them, and answers with a model or a fault. */
@NullMarked
package io.github.bpfverity.parsertests.fuzz;

import org.jspecify.annotations.NullMarked;
