package io.github.bpfverity.elf;

/**
 * One relocation, {@code Elf64_Rel} or {@code Elf64_Rela}.
 *
 * @param offset of the first byte to change, from the start of the target section and inside it; for a compressed
 *     section, which nothing here reads, it is as it stands in the file
 * @param type one of the machine's relocation types, the 32 bits as they are
 * @param symbolIndex an index into {@link ElfObject#symbols}, in range; 0 is the null symbol
 * @param addend 0 for REL, whose addend is in the bytes to be changed
 */
public record Relocation(long offset, int type, int symbolIndex, long addend) {}
