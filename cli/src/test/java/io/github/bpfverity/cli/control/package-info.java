/** Tests of the control socket. */
@NullMarked
package io.github.bpfverity.cli.control;

import org.jspecify.annotations.NullMarked;
