/**
 * fs-verity without a kernel: parameters, Merkle tree, digest, and the arguments of its ioctls.
 *
 * <p>Source: {@code Documentation/filesystems/fsverity.rst} and {@code include/uapi/linux/fsverity.h}.
 */
@NullMarked
package io.github.bpfverity.fsverity;

import org.jspecify.annotations.NullMarked;
