package io.github.bpfverity.loader.spec;

/**
 * An extern with what only the reader needs to know of it.
 *
 * @param spec what the linker gets
 * @param symbol its index in the symbol table
 * @param btfId the VAR or FUNC that declares it
 * @param alignment of a configuration value, in bytes
 */
record SymbolicExtern(ExternSpec spec, int symbol, int btfId, int alignment) {
    SymbolicExtern at(int offset) {
        ExternSpec placed = new ExternSpec(spec.name(), spec.kind(), spec.weak(), spec.typeId(), spec.size(), offset);
        return new SymbolicExtern(placed, symbol, btfId, alignment);
    }
}
