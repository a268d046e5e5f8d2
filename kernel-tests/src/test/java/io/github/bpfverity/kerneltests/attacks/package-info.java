/** The attack suite: each attack is tried as root, and beside it a twin, as like it as a legitimate caller may be. */
@NullMarked
package io.github.bpfverity.kerneltests.attacks;

import org.jspecify.annotations.NullMarked;
