@NullMarked
package io.github.bpfverity.btf;

import org.jspecify.annotations.NullMarked;
