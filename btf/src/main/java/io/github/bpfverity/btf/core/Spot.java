package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreAccess;
import org.jspecify.annotations.Nullable;

/**
 * What an access leads to in one set of types, the program's or the kernel's.
 *
 * @param root the type that the access begins at
 * @param last the field, element or value; null if the access is about the type itself
 * @param bitOffset where a field begins, in bits
 */
record Spot(Btf btf, int root, CoreAccess.@Nullable Step last, long bitOffset) {}
