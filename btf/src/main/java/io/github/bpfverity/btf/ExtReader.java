package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.NameBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the three blocks of {@code .BTF.ext}. A block is a record size and then, for each ELF section, its
 * name, a count and so many records; records may be longer than this code knows.
 */
final class ExtReader {
    static final int FUNC_INFO_SIZE = 8;
    static final int LINE_INFO_SIZE = 16;
    static final int CORE_RELO_SIZE = 16;

    /** {@code MAX_FUNCINFO_REC_SIZE} and its kin in kernel/bpf/verifier.c. */
    private static final int MAX_RECORD_SIZE = 252;

    private static final int INSN_SIZE = 8;

    /** What a small section may take of the strings of {@code .BTF}, beyond its own size. */
    private static final int BORROWED_NAMES = 1 << 12;

    /** Makes a record from a reader that stands after its instruction offset. */
    interface Record<T extends InsnRecord> {
        T read(int insnOffset, ByteReader in) throws FormatException;
    }

    private final ByteReader header;
    private final int headerLength;
    private final Btf btf;
    /** Strings by offset: the same few are used again and again. */
    private final Map<Integer, String> strings = new HashMap<>();

    private final NameBudget budget;

    /** Takes the section, positioned at the first block's offset in the header. */
    ExtReader(ByteReader header, int headerLength, Btf btf) {
        this.header = header;
        this.headerLength = headerLength;
        this.btf = btf;
        this.budget = new NameBudget((long) header.size() + BORROWED_NAMES);
    }

    /** Reads the block whose offset and length come next in the header. */
    <T extends InsnRecord> Map<String, List<T>> block(String name, int leastSize, Record<T> record)
            throws FormatException {
        int at = header.position();
        long offset = headerLength + header.u32();
        long length = header.u32();
        if (length == 0) {
            return Map.of();
        }
        if ((offset | length) % 4 != 0) {
            throw header.failAt(at, "%s block (offset 0x%x, 0x%x bytes) is not aligned to 4", name, offset, length);
        }
        if (offset + length > header.size()) {
            throw header.failAt(
                    at, "%s block ends at 0x%x, past the end (0x%x bytes)", name, offset + length, header.size());
        }
        ByteReader in = header.slice(offset, length, name);
        int size = recordSize(in, leastSize);
        var sections = new LinkedHashMap<String, List<T>>();
        while (in.remaining() > 0) {
            readSection(in, size, record, sections);
        }
        return sections;
    }

    private static int recordSize(ByteReader in, int least) throws FormatException {
        long size = in.u32();
        if (size < least || size > MAX_RECORD_SIZE || size % 4 != 0) {
            throw in.failAt(0, "record size %d, expected %d to %d, a multiple of 4", size, least, MAX_RECORD_SIZE);
        }
        return (int) size;
    }

    private <T extends InsnRecord> void readSection(
            ByteReader in, int size, Record<T> record, Map<String, List<T>> sections) throws FormatException {
        String section = string(in, "section name");
        int at = in.position();
        long count = in.u32();
        if (count == 0) {
            throw in.failAt(at, "section %s has no records, expected at least one", section);
        }
        if (count * size > in.remaining()) {
            throw in.failAt(at, "section %s has %d records of %d bytes, have %d", section, count, size, in.remaining());
        }
        List<T> records = sections.computeIfAbsent(section, unused -> new ArrayList<>());
        int previous = records.isEmpty() ? 0 : records.get(records.size() - 1).insnOffset();
        for (long i = 0; i < count; i++) {
            int start = in.position();
            int offset = insnOffset(in, previous);
            records.add(record.read(offset, in));
            in.seek(start + size);
            previous = offset;
        }
    }

    private static int insnOffset(ByteReader in, int previous) throws FormatException {
        int at = in.position();
        long offset = in.u32();
        if (offset % INSN_SIZE != 0) {
            throw in.failAt(at, "instruction offset 0x%x is not a multiple of %d", offset, INSN_SIZE);
        }
        if (offset < previous) {
            throw in.failAt(at, "instruction offset 0x%x comes after 0x%x", offset, previous);
        }
        if (offset > Integer.MAX_VALUE) {
            throw in.failAt(at, "instruction offset 0x%x is larger than any section", offset);
        }
        return (int) offset;
    }

    FuncInfo funcInfo(int insnOffset, ByteReader in) throws FormatException {
        int at = in.position();
        int type = typeId(in);
        if (btf.kind(type) != BtfKind.FUNC) {
            throw in.failAt(
                    at,
                    "type id %d is a %s, expected a func",
                    type,
                    btf.kind(type).label());
        }
        return new FuncInfo(insnOffset, type);
    }

    LineInfo lineInfo(int insnOffset, ByteReader in) throws FormatException {
        return new LineInfo(insnOffset, stringOffset(in, "file name"), stringOffset(in, "source line"), in.s32());
    }

    CoreRelocation coreRelocation(int insnOffset, ByteReader in) throws FormatException {
        int at = in.position();
        int type = typeId(in);
        String access = string(in, "access string");
        long code = in.u32();
        CoreRelocationKind kind = CoreRelocationKind.of(code)
                .orElseThrow(() -> in.failAt(at + 8, "unknown CO-RE relocation kind %d", code));
        var relocation = new CoreRelocation(insnOffset, type, access, kind);
        try {
            CoreAccess.of(btf, relocation);
        } catch (FormatException e) {
            throw in.failAt(at + 4, "%s", e.problem());
        }
        return relocation;
    }

    private int typeId(ByteReader in) throws FormatException {
        int at = in.position();
        int id = in.s32();
        if (id < 0 || id >= btf.typeCount()) {
            throw in.failAt(at, "type id %d is outside (%d types)", Integer.toUnsignedLong(id), btf.typeCount());
        }
        return id;
    }

    private String string(ByteReader in, String what) throws FormatException {
        int at = in.position();
        int offset = stringOffset(in, what);
        String known = strings.get(offset);
        if (known == null) {
            known = btf.string(offset);
            strings.put(offset, known);
            budget.spend(known.length(), in, at);
        }
        return known;
    }

    private int stringOffset(ByteReader in, String what) throws FormatException {
        int at = in.position();
        int offset = in.s32();
        if (!btf.hasString(offset)) {
            throw in.failAt(at, "%s offset 0x%x is outside the strings", what, Integer.toUnsignedLong(offset));
        }
        return offset;
    }
}
