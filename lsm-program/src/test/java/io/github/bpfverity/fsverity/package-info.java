@NullMarked
package io.github.bpfverity.fsverity;

import org.jspecify.annotations.NullMarked;
