package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfImage.Part;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files made to cost more than they are worth: time and memory stay in proportion to the file. */
class ProportionTest {
    private static final int MIB = 1 << 20;

    /** The bounds that are promised: 1 s a MiB, and 64 MiB and 32 times the file. */
    private static Object parseWithinBounds(ElfBytes file) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long started = threads.getCurrentThreadCpuTime();
        Object outcome;
        try {
            outcome = file.parse();
        } catch (FormatException e) {
            outcome = e;
        }
        double seconds = (threads.getCurrentThreadCpuTime() - started) / 1e9;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        assertThat(seconds).as("seconds").isLessThan(Math.max(1, (double) file.size() / MIB));
        // Everything ever allocated, so more than is held at any time.
        assertThat(allocated).as("bytes").isLessThan(64L * MIB + 32L * file.size());
        return outcome;
    }

    private static byte[] longNames(int size) {
        byte[] names = new byte[size];
        Arrays.fill(names, (byte) 'n');
        names[0] = 0;
        names[size - 1] = 0;
        return names;
    }

    /** Symbols, each named by the rest of a text from another byte on. */
    private static ElfBytes overlappingNames(int symbols, int firstName, int textSize) {
        ElfImage image = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN).withoutSymbolTable();
        int names = image.section(Part.of(".names", Section.SHT_STRTAB, 0, longNames(textSize)));
        image.section(Part.of(".symtab", Section.SHT_SYMTAB, 0, new byte[symbols * 24])
                .asTable(names, 1, 24));
        ElfBytes file = image.build();
        for (int i = 0; i < symbols; i++) {
            file.put32(file.symbol(i), firstName + i);
        }
        return file;
    }

    @Test
    void refusesNamesThatOverlapToMuchMoreThanTheFile() {
        ElfBytes file = overlappingNames(40_000, 1, MIB);
        assertThat(parseWithinBounds(file))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        e -> assertThat(e)
                                .hasMessageStartingWith("test.o:.names at 0x")
                                .hasMessageEndingWith(
                                        "the names of this file overlap to more than %d bytes", 8L * file.size()));
    }

    @Test
    void acceptsNamesThatShareTheirTails() {
        ElfBytes file = overlappingNames(90, 1, 100);
        assertThat(parseWithinBounds(file))
                .isInstanceOfSatisfying(
                        ElfObject.class,
                        elf -> assertThat(elf.symbols().get(89).name()).isEqualTo("n".repeat(9)));
    }

    @Test
    void countsNamesToTheByte() throws FormatException {
        // Each of n names is the whole text: n times its length is allowed up to 8 times the file.
        ElfBytes file = overlappingNames(10_000, 1, 10_002);
        for (int i = 0; i < 10_000; i++) {
            file.put32(file.symbol(i), 10_001); // the empty name
        }
        long budget = 8L * file.size() - ".names.symtab.shstrtab".length();
        int whole = (int) (budget / 10_000);
        for (int i = 0; i < whole; i++) {
            file.put32(file.symbol(i), 1);
        }
        int rest = (int) (budget - whole * 10_000L);
        file.put32(file.symbol(whole), 10_001 - rest);
        assertThat(file.parse().symbols().get(whole).name()).hasSize(rest);
        file.put32(file.symbol(whole), 10_001 - rest - 1);
        assertThatThrownBy(file::parse).isInstanceOf(FormatException.class).hasMessageContaining("overlap");
    }

    @Test
    void refusesManySectionsOfOneName() {
        ElfImage image = ElfImage.bpf(ByteOrder.BIG_ENDIAN).withExtendedNumbering();
        image.section(Part.nobits("n".repeat(MIB), 0));
        for (int i = 1; i < 65_000; i++) {
            image.section(Part.nobits("", 0));
        }
        ElfBytes file = image.build();
        for (int i = 1; i < 65_000; i++) {
            file.put32(file.table() + i * 64, 1);
        }
        assertThat(parseWithinBounds(file))
                .isInstanceOfSatisfying(
                        FormatException.class, e -> assertThat(e).hasMessageContaining("overlap to more than"));
    }

    @Test
    void refusesManySectionsOfTheSameBytes() {
        ElfImage image = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN);
        int text = image.section(Part.text("text", new byte[MIB]));
        for (int i = 1; i < 65_000; i++) {
            image.section(Part.text("text"));
        }
        ElfBytes file = image.build();
        for (int i = text + 1; i < 65_000; i++) {
            file.put64(file.table() + i * 64 + 0x18, 64).put64(file.table() + i * 64 + 0x20, MIB);
        }
        assertThat(parseWithinBounds(file))
                .isInstanceOfSatisfying(
                        FormatException.class,
                        e -> assertThat(e)
                                .hasMessageContaining("section 2 (text): sh_offset 0x40 is inside section 1 (text)"));
    }

    @Test
    void readsManySections() {
        ElfImage image = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 65_000; i++) {
            image.section(Part.nobits("bss" + i, 1));
        }
        assertThat(parseWithinBounds(image.build())).isInstanceOf(ElfObject.class);
    }

    @Test
    void readsManySymbolsAndRelocations() {
        ElfImage image = ElfImage.bpf(ByteOrder.BIG_ENDIAN);
        int text = image.section(Part.text("text", new byte[8]));
        for (int i = 1; i <= 100_000; i++) {
            image.symbol("", 0, 0, text, 8, 0);
            image.relocation(text, 7, i, i);
        }
        assertThat(parseWithinBounds(image.build()))
                .isInstanceOfSatisfying(
                        ElfObject.class,
                        elf -> assertThat(elf.relocations(elf.sections().get(text)))
                                .hasSize(100_000)
                                .last()
                                .isEqualTo(new Relocation(7, 100_000, 100_000, 0)));
    }

    @Test
    void readsManyRelocationSectionsOfOneTarget() {
        ElfImage image = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN);
        int text = image.section(Part.text("text", new byte[8]));
        int symtab = 40_002;
        for (int i = 0; i < 40_000; i++) {
            image.section(Part.of("r", Section.SHT_REL, 0, new byte[16]).asTable(symtab, text, 16));
        }
        assertThat(parseWithinBounds(image.build()))
                .isInstanceOfSatisfying(
                        ElfObject.class,
                        elf -> assertThat(elf.relocations(elf.sections().get(text)))
                                .hasSize(40_000));
    }
}
