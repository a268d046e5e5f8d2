package io.github.bpfverity.loader.spec;

/**
 * A global variable of an object.
 *
 * @param name the C name
 * @param map the name of the map that holds it
 * @param offset where in the map's one value it begins, in bytes
 * @param size its length in bytes
 * @param typeId its type in the object's BTF, 0 if unknown
 */
public record VariableSpec(String name, String map, int offset, int size, int typeId) {}
