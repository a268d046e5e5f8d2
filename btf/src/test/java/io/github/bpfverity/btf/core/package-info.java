@NullMarked
package io.github.bpfverity.btf.core;

import org.jspecify.annotations.NullMarked;
