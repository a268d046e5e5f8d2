/** The command line as picocli sees it: options become calls of tasks. */
@NullMarked
package io.github.bpfverity.cli.commands;

import org.jspecify.annotations.NullMarked;
