package io.github.bpfverity.btf;

/**
 * Where one variable (or, in {@code .ksyms}, function) lies in its section.
 *
 * @param type the id of a {@link BtfType.Var} or {@link BtfType.Func}
 * @param offset bytes from the start of the section
 * @param size bytes
 */
public record DatasecEntry(int type, long offset, long size) {}
