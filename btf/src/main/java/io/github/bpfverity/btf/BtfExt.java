package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code .BTF.ext} section: what {@code .BTF} cannot say because it belongs to instructions. Each kind of
 * record is kept by the name of the ELF section whose instructions it describes.
 *
 * <p>Parsing checks everything that can be without the instructions; {@link #checkWithin} does the rest.
 */
public final class BtfExt {
    private static final int SHORT_LENGTH = 24;
    private static final int LONG_LENGTH = 32;

    private static final BtfExt NONE = new BtfExt("", Map.of(), Map.of(), Map.of());

    private final String place;
    private final Map<String, List<FuncInfo>> functions;
    private final Map<String, List<LineInfo>> lines;
    private final Map<String, List<CoreRelocation>> coreRelocations;

    private BtfExt(
            String place,
            Map<String, List<FuncInfo>> functions,
            Map<String, List<LineInfo>> lines,
            Map<String, List<CoreRelocation>> coreRelocations) {
        this.place = place;
        this.functions = functions;
        this.lines = lines;
        this.coreRelocations = coreRelocations;
    }

    /** What an object without the section has. */
    public static BtfExt none() {
        return NONE;
    }

    /**
     * Parses a {@code .BTF.ext} section.
     *
     * @param file the section's bytes
     * @param btf the {@code .BTF} of the same object
     */
    public static BtfExt parse(ByteReader file, Btf btf) throws FormatException {
        ByteReader in = file.withOrder(BtfHeader.magicOrder(
                file, BtfHeader.MAGIC, Short.toUnsignedInt(Short.reverseBytes((short) BtfHeader.MAGIC)), "BTF.ext"));
        int length = BtfHeader.prologue(in, SHORT_LENGTH, "BTF.ext");
        var reader = new ExtReader(in, length, btf);
        var functions = reader.block("func_info", ExtReader.FUNC_INFO_SIZE, reader::funcInfo);
        var lines = reader.block("line_info", ExtReader.LINE_INFO_SIZE, reader::lineInfo);
        var core = length < LONG_LENGTH
                ? Map.<String, List<CoreRelocation>>of()
                : reader.block("core_relo", ExtReader.CORE_RELO_SIZE, reader::coreRelocation);
        return new BtfExt(file.place(), functions, lines, core);
    }

    /** The names of the ELF sections that there is anything about, sorted. */
    public Set<String> sections() {
        var names = new TreeSet<String>(functions.keySet());
        names.addAll(lines.keySet());
        names.addAll(coreRelocations.keySet());
        return names;
    }

    /** The functions of a section, in the order of their instructions. */
    public List<FuncInfo> functions(String section) {
        return functions.getOrDefault(section, List.of());
    }

    /** The source lines of a section, in the order of their instructions. */
    public List<LineInfo> lines(String section) {
        return lines.getOrDefault(section, List.of());
    }

    /** The CO-RE relocations of a section, in the order of their instructions. */
    public List<CoreRelocation> coreRelocations(String section) {
        return coreRelocations.getOrDefault(section, List.of());
    }

    /**
     * Checks that every record of a section lies on an instruction of it.
     *
     * @param size the section's size in bytes
     */
    public void checkWithin(String section, long size) throws FormatException {
        checkWithin("func_info", functions(section), section, size);
        checkWithin("line_info", lines(section), section, size);
        checkWithin("core_relo", coreRelocations(section), section, size);
    }

    private void checkWithin(String kind, List<? extends InsnRecord> records, String section, long size)
            throws FormatException {
        // Records are sorted, so the last is the farthest.
        int farthest = records.isEmpty() ? -1 : records.get(records.size() - 1).insnOffset();
        if (farthest >= size) {
            throw new FormatException(
                    place,
                    0,
                    "%s of section %s is for instruction offset 0x%x, past its end (0x%x bytes)"
                            .formatted(kind, section, farthest, size));
        }
    }
}
