/**
 * The kernel's side of loading: one method per bpf command, descriptors, and what failures mean.
 *
 * <p>Nothing in this package decides anything; the policy (what to retry, what to try instead, what to tell the
 * user) is in {@link io.github.bpfverity.loader}.
 */
@NullMarked
package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.NullMarked;
