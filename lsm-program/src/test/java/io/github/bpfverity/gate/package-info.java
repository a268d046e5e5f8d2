@NullMarked
package io.github.bpfverity.gate;

import org.jspecify.annotations.NullMarked;
