package io.github.bpfverity.loader.link;

/**
 * A 16-byte load whose first half awaits a map's descriptor in {@code imm}; everything else is in place.
 *
 * @param instruction the index of the first half in the program's code
 * @param map the map's name
 */
public record MapReference(int instruction, String map) {}
