/** Bounds-checked reading of untrusted bytes. */
@NullMarked
package io.github.bpfverity.bytes;

import org.jspecify.annotations.NullMarked;
