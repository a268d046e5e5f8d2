package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.NameBudget;

/** The names in a SHT_STRTAB section. */
final class StringTable {
    private final ByteReader bytes;
    private final NameBudget budget;

    private StringTable(ByteReader bytes, NameBudget budget) {
        this.bytes = bytes;
        this.budget = budget;
    }

    /** Checks that every name ends, by the last one's NUL. An empty table is valid and holds the empty name. */
    static StringTable of(ByteReader bytes, NameBudget budget) throws FormatException {
        if (bytes.size() > 0 && bytes.seek(bytes.size() - 1).u8() != 0) {
            throw bytes.failAt(bytes.size() - 1, "the string table does not end in a NUL");
        }
        return new StringTable(bytes, budget);
    }

    /** Whether a name can begin at {@code offset}. */
    boolean contains(long offset) {
        return offset < bytes.size() || offset == 0;
    }

    int size() {
        return bytes.size();
    }

    /** The name at an offset that this table {@linkplain #contains contains}. */
    String at(long offset) throws FormatException {
        if (bytes.size() == 0) {
            return "";
        }
        String name = bytes.cString(offset);
        budget.spend(name.length(), bytes, offset);
        return name;
    }
}
