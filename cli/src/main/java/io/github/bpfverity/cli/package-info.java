/** The program: streams, failures and exit codes. */
@NullMarked
package io.github.bpfverity.cli;

import org.jspecify.annotations.NullMarked;
