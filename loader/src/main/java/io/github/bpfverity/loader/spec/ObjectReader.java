package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfExt;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an {@link ObjectSpec} from an ELF file. */
final class ObjectReader {
    private static final int VERSION_SIZE = 4;

    private final ElfObject elf;
    private final Map<SectionKind, Section> special = new EnumMap<>(SectionKind.class);
    private final List<String> warnings = new ArrayList<>();

    private ObjectReader(ElfObject elf) {
        this.elf = elf;
    }

    static ObjectSpec read(ElfObject elf) throws FormatException {
        return new ObjectReader(elf.requireBpf()).read();
    }

    private ObjectSpec read() throws FormatException {
        findSpecialSections();
        String license = license();
        int version = version();
        Btf raw = btf();
        CodeReader code = new CodeReader(elf);
        List<SymbolicExtern> externs = ExternReader.read(elf, raw);
        Btf btf = raw == null ? null : BtfFixups.apply(elf, raw, externs, code.functions());
        BtfExt ext = btfExt(btf);
        MapTable maps = new MapReader(elf, btf, externs, warnings).read();
        ObjectCode resolved = code.resolve(maps, externs);
        return new ObjectSpec(
                elf.name(),
                elf.order(),
                license,
                version,
                ProgramReader.read(resolved),
                List.copyOf(maps.maps()),
                new VariableReader(elf, btf, maps).read(),
                externs.stream().map(SymbolicExtern::spec).toList(),
                resolved,
                btf,
                ext,
                List.copyOf(warnings));
    }

    private void findSpecialSections() throws FormatException {
        Set<String> seen = new HashSet<>();
        for (Section section : elf.sections()) {
            SectionKind kind = SectionKind.of(section);
            if (kind.isUnique() && !seen.add(section.name())) {
                throw new FormatException(
                        elf.name() + ":" + section.name(), 0, "second section of this name, expected one");
            }
            special.put(kind, section);
        }
    }

    private @Nullable ByteReader bytes(SectionKind kind) throws FormatException {
        Section section = special.get(kind);
        return section == null ? null : elf.reader(section);
    }

    /** Up to its first NUL or, as {@code char x[3] = "GPL"} has none, the section's end. */
    private String license() throws FormatException {
        ByteReader bytes = bytes(SectionKind.LICENSE);
        if (bytes == null) {
            return "";
        }
        String text = new String(bytes.bytes(bytes.size()), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private int version() throws FormatException {
        ByteReader bytes = bytes(SectionKind.VERSION);
        if (bytes == null) {
            return 0;
        }
        if (bytes.size() != VERSION_SIZE) {
            throw bytes.failAt(0, "%d bytes, expected %d", bytes.size(), VERSION_SIZE);
        }
        return bytes.s32();
    }

    private @Nullable Btf btf() throws FormatException {
        ByteReader bytes = bytes(SectionKind.BTF);
        if (bytes == null) {
            return null;
        }
        Btf btf = Btf.parse(bytes);
        if (btf.order() != elf.order()) {
            throw bytes.failAt(0, "types are %s, in a file that is %s", btf.order(), elf.order());
        }
        return btf;
    }

    private BtfExt btfExt(@Nullable Btf btf) throws FormatException {
        ByteReader bytes = bytes(SectionKind.BTF_EXT);
        if (bytes == null || btf == null) {
            return BtfExt.none();
        }
        BtfExt ext = BtfExt.parse(bytes, btf);
        for (Section section : elf.sections()) {
            if (SectionKind.of(section) == SectionKind.CODE) {
                ext.checkWithin(section.name(), section.size());
            }
        }
        return ext;
    }
}
