package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DynamicLinkingTest {
    private static final int LOAD = LinkedImage.HEADERS;
    private static final int DYNAMIC = LOAD + 56;
    private static final int INTERP = DYNAMIC + 56;

    static LinkedImage program(ByteOrder order) {
        return LinkedImage.of(order)
                .interpreter("/lib/ld.so")
                .needed("libb.so.1")
                .needed("liba.so.1")
                .soname("self")
                .rpath("/old")
                .runpath("$ORIGIN/x:/y");
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsWhatTheLinkerReads(ByteOrder order) throws FormatException {
        assertThat(DynamicLinking.parse(program(order).bytes(), "p"))
                .isEqualTo(new DynamicLinking(
                        62,
                        order,
                        Optional.of("/lib/ld.so"),
                        Optional.of("self"),
                        List.of("libb.so.1", "liba.so.1"),
                        Optional.empty(),
                        Optional.of("$ORIGIN/x:/y"),
                        false));
    }

    @Test
    void anRpathCountsWhereThereIsNoRunpath() throws FormatException {
        DynamicLinking read = DynamicLinking.parse(
                LinkedImage.library().rpath("/old").withoutDefaults().bytes(), "l");
        assertThat(read.rpath()).contains("/old");
        assertThat(read.runpath()).isEmpty();
        assertThat(read.interpreter()).isEmpty();
        assertThat(read.withoutDefaults()).isTrue();
    }

    @Test
    void aStaticProgramNeedsNothing() throws FormatException {
        byte[] image = LinkedImage.library().bytes();
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putShort(0x38, (short) 0);
        assertThat(DynamicLinking.parse(image, "s").needed()).isEmpty();
    }

    interface Damage {
        void to(ByteBuffer file);
    }

    record Fault(String title, Damage damage, String words) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Fault> faults() {
        int dynamic = INTERP + 56;
        return List.of(
                new Fault("not linked", b -> b.putShort(0x10, (short) 1), "p at 0x10: e_type is 1, expected a linked"),
                new Fault("32 bits", b -> b.put(4, (byte) 1), "EI_CLASS is 1, expected 2"),
                new Fault("too many headers", b -> b.putShort(0x38, (short) -1), "p at 0x38: e_phnum is 0xffff"),
                new Fault("headers of another size", b -> b.putShort(0x36, (short) 32), "e_phentsize is 32, expected"),
                new Fault("headers outside", b -> b.putLong(0x20, 1 << 20), "program headers (offset 0x100000"),
                new Fault("headers at the end of all", b -> b.putLong(0x20, -1), "program headers (offset 0xffff"),
                new Fault("segment outside", b -> b.putLong(LOAD + 8, 1 << 20), "p at 0x40: segment (offset 0x100000"),
                new Fault("segment too long", b -> b.putLong(LOAD + 32, 1 << 20), "size 0x100000) lies outside"),
                new Fault("segment negative", b -> b.putLong(INTERP + 32, -1), "p at 0xb0: segment (offset 0x"),
                new Fault("two interpreters", b -> b.putInt(DYNAMIC, 3), "p at 0xb0: second segment of type 3"),
                new Fault("two dynamic sections", b -> b.putInt(INTERP, 2), "second segment of type 2"),
                new Fault("empty interpreter", b -> b.putLong(INTERP + 32, 1), "p:PT_INTERP at 0x0: path of 1 bytes"),
                new Fault("unending interpreter", b -> b.putLong(INTERP + 32, 5), "without a terminating NUL"),
                new Fault("dynamic section nowhere", b -> b.putLong(DYNAMIC + 16, 1), "PT_DYNAMIC (address 0x1) is in"),
                new Fault("dynamic section unended", b -> b.putLong(DYNAMIC + 32, 32), "no DT_NULL at the end"),
                new Fault("no names", b -> b.putLong(dynamic, 99), "p:PT_DYNAMIC at 0x0: names and no DT_STRTAB"),
                new Fault("names without a size", b -> b.putLong(dynamic + 16, 99), "names and no DT_STRSZ"),
                new Fault("names nowhere", b -> b.putLong(dynamic + 8, 7), "DT_STRTAB (address 0x7) is in no segment"),
                new Fault("names too long", b -> b.putLong(dynamic + 24, 1 << 20), "leaves its segment"),
                new Fault("names negative", b -> b.putLong(dynamic + 24, -1), "leaves its segment"),
                new Fault("name outside", b -> b.putLong(dynamic + 40, 4096), "p:DT_STRTAB at 0x0: string offset"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefused(Fault fault) {
        byte[] image = program(ByteOrder.LITTLE_ENDIAN).bytes();
        fault.damage().to(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
        var e = catchThrowableOfType(FormatException.class, () -> DynamicLinking.parse(image, "p"));
        assertThat(e).isNotNull().hasMessageContaining(fault.words());
    }

    @Test
    void namesThatOverlapDoNotGrowWithoutEnd() {
        LinkedImage image = LinkedImage.library().needed("x".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            image.entry(1, 1);
        }
        var e = catchThrowableOfType(FormatException.class, () -> DynamicLinking.parse(image.bytes(), "p"));
        assertThat(e).hasMessageContaining("overlap");
    }
}
