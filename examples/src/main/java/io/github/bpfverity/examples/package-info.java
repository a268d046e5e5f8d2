/** Programs to copy from: each is one BPF source and one class that loads it. */
@NullMarked
package io.github.bpfverity.examples;

import org.jspecify.annotations.NullMarked;
