/** What the commands do, against interfaces that stand for the kernel. */
@NullMarked
package io.github.bpfverity.cli.tasks;

import org.jspecify.annotations.NullMarked;
