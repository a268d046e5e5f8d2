@NullMarked
package io.github.bpfverity.cli.tasks;

import org.jspecify.annotations.NullMarked;
