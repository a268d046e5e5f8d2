@NullMarked
package io.github.bpfverity.cli.commands;

import org.jspecify.annotations.NullMarked;
