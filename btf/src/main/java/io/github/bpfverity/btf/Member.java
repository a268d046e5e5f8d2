package io.github.bpfverity.btf;

/**
 * A member of a struct or union.
 *
 * @param name empty for an anonymous struct or union within
 * @param type the id of its type
 * @param bitOffset bits from the start of the struct
 * @param bitfieldSize bits of a bitfield, 0 for any other member
 */
public record Member(String name, int type, long bitOffset, int bitfieldSize) {}
