/** BPF objects as they are written in their files; nothing here depends on the machine it runs on. */
@NullMarked
package io.github.bpfverity.loader.spec;

import org.jspecify.annotations.NullMarked;
