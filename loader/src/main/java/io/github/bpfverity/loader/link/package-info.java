/** Fits an object to a kernel: subprograms, maps, externs, CO-RE and debug information. */
@NullMarked
package io.github.bpfverity.loader.link;

import org.jspecify.annotations.NullMarked;
