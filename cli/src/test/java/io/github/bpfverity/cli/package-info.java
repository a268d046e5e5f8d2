@NullMarked
package io.github.bpfverity.cli;

import org.jspecify.annotations.NullMarked;
