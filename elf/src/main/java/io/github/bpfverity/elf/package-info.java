/**
 * Reads 64-bit ELF files of either byte order: sections, symbols and relocations.
 *
 * <p>{@link io.github.bpfverity.elf.ElfObject#parse} checks everything it will ever answer, so what it returns
 * can be used without further doubt. The source for the format is the System V gABI, chapter 4, and the names
 * of constants are those of {@code elf.h}.
 */
@NullMarked
package io.github.bpfverity.elf;

import org.jspecify.annotations.NullMarked;
