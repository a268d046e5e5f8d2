package io.github.bpfverity.elf;

import static org.quicktheories.generators.Generate.booleans;
import static org.quicktheories.generators.Generate.oneOf;
import static org.quicktheories.generators.Generate.pick;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.github.bpfverity.elf.ElfModel.Change;
import io.github.bpfverity.elf.ElfModel.Data;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.quicktheories.core.Gen;
import org.quicktheories.impl.Constraint;

/**
 * Generates sound relocatable files. References are drawn as free numbers and fitted to what is there
 * afterwards, so that every draw is sound and shrinking one part leaves the others in place.
 */
final class ElfModels {
    private static final List<Integer> PLAIN_TYPES =
            List.of(Section.SHT_PROGBITS, Section.SHT_NOBITS, Section.SHT_NOTE, 0x6fff4c03, 0x80000001);

    private ElfModels() {}

    /** A symbol before its section is known to exist. */
    private record Draft(String name, int place, long value, long size, int kind) {}

    /** A relocation before its section and symbol are known to exist. */
    private record Patch(int place, long offset, int symbol, int type, long addend) {}

    private record Header(ByteOrder order, boolean extended, int machine, int flags, long entry) {}

    static boolean isPlain(int type) {
        return PLAIN_TYPES.contains(type);
    }

    static Gen<ElfModel> models() {
        return some(sections(), 6)
                .zip(some(symbols(), 8), some(relocations(), 8), headers(), booleans(), ElfModels::fit);
    }

    /**
     * Lists of at most {@code max}. Every element is drawn and then kept or not, so that leaving one out moves
     * none of the numbers that the others are made of, and shrinking can leave out any.
     */
    static <T> Gen<List<T>> some(Gen<T> source, int max) {
        return random -> {
            List<T> kept = new ArrayList<>();
            for (int i = 0; i < max; i++) {
                boolean keep = random.next(Constraint.zeroToOne()) == 1;
                T element = source.generate(random);
                if (keep) {
                    kept.add(element);
                }
            }
            return kept;
        };
    }

    private static Gen<Header> headers() {
        return orders().zip(
                        booleans(), integers().between(0, 0xffff), integers().all(), longs().all(), Header::new);
    }

    static Gen<ByteOrder> orders() {
        return arbitrary().pick(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    private static Gen<Data> sections() {
        Gen<ByteBuffer> contents = some(integers().between(-128, 127), 32).map(ElfModels::bytes);
        Gen<Long> alignments = integers().between(-1, 12).map(shift -> shift < 0 ? 0L : 1L << shift);
        Gen<Long> flags = longs().all().map(bits -> bits & ~Section.SHF_COMPRESSED);
        return names().zip(pick(PLAIN_TYPES), flags, alignments, contents, ElfModels::section);
    }

    private static Data section(String name, int type, long flags, long align, ByteBuffer content) {
        // What a NOBITS section would have in the file is zeros.
        ByteBuffer kept = type == Section.SHT_NOBITS ? ByteBuffer.allocate(content.capacity()) : content;
        return new Data(name, type, flags, align, kept);
    }

    private static Gen<String> names() {
        Gen<Integer> character = oneOf(integers().between('a', 'z'), integers().between(1, 0xd7ff));
        return some(character, 8).map(ElfModels::text);
    }

    private static String text(List<Integer> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::appendCodePoint);
        return text.toString();
    }

    private static Gen<Draft> symbols() {
        return names().zip(
                        integers().between(-3, 20),
                        longs().all(),
                        longs().all(),
                        integers().between(0, 0x3ff),
                        Draft::new);
    }

    private static Gen<Patch> relocations() {
        return integers()
                .between(0, 20)
                .zip(longs().all(), integers().between(0, 20), integers().all(), longs().all(), Patch::new);
    }

    private static ByteBuffer bytes(List<Integer> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.get(i).byteValue();
        }
        return ByteBuffer.wrap(bytes);
    }

    private static ElfModel fit(
            List<Data> sections, List<Draft> drafts, List<Patch> patches, Header header, boolean withAddends) {
        List<Symbol> symbols = new ArrayList<>();
        for (Draft draft : drafts) {
            symbols.add(fit(draft, symbols.size() + 1, sections));
        }
        List<Change> changes = new ArrayList<>();
        for (Patch patch : patches) {
            fit(patch, sections, drafts.size() + 1, withAddends, changes);
        }
        changes.sort(Comparator.comparingInt(Change::target));
        return new ElfModel(
                header.order(),
                header.extended(),
                header.machine(),
                header.flags(),
                header.entry(),
                sections,
                symbols,
                changes,
                withAddends && !changes.isEmpty());
    }

    private static Symbol fit(Draft draft, int index, List<Data> sections) {
        int type = draft.kind() & 0xf;
        int binding = draft.kind() >> 4 & 0xf;
        int visibility = draft.kind() >> 8;
        int place = draft.place() == -1 ? Symbol.SHN_ABS : draft.place() == -2 ? Symbol.SHN_COMMON : 0;
        long value = draft.value();
        long size = draft.size();
        if (draft.place() > 0 && !sections.isEmpty()) {
            place = 1 + draft.place() % sections.size();
            long room = sections.get(place - 1).content().capacity();
            value = Math.floorMod(value, room + 1);
            size = Math.floorMod(size, room - value + 1);
        }
        return new Symbol(index, draft.name(), value, size, type, binding, visibility, place);
    }

    private static void fit(Patch patch, List<Data> sections, int symbolCount, boolean withAddends, List<Change> into) {
        if (sections.isEmpty()) {
            return;
        }
        int target = patch.place() % sections.size();
        Data data = sections.get(target);
        if (data.type() != Section.SHT_NOBITS && data.content().capacity() > 0) {
            long offset = Math.floorMod(patch.offset(), (long) data.content().capacity());
            long addend = withAddends ? patch.addend() : 0;
            Relocation relocation = new Relocation(offset, patch.type(), patch.symbol() % symbolCount, addend);
            into.add(new Change(target + 1, relocation));
        }
    }
}
