package io.github.bpfverity.cli.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.libraries.LinkerCache.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkerCacheTest {
    private static CacheImage image() {
        return new CacheImage()
                .add("libz.so.1", "/lib/libz.so.1")
                .addVariant("libc.so.6", "/lib/v3/libc.so.6")
                .add("libc.so.6", "/lib/libc.so.6");
    }

    @Test
    void entriesKeepTheirOrder() throws FormatException {
        LinkerCache cache = LinkerCache.parse(image().bytes(), "cache");
        assertThat(cache.find("libc.so.6"))
                .containsExactly(new Entry("/lib/v3/libc.so.6", true), new Entry("/lib/libc.so.6", false));
        assertThat(cache.find("libz.so.1")).containsExactly(new Entry("/lib/libz.so.1", false));
        assertThat(cache.find("libc.so")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theOldPartIsPassedOver(int entries) throws FormatException {
        LinkerCache cache = LinkerCache.parse(image().afterOld(entries).bytes(), "cache");
        assertThat(cache.find("libz.so.1")).containsExactly(new Entry("/lib/libz.so.1", false));
    }

    record Fault(String title, Consumer<ByteBuffer> damage, String words) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Fault> faults() {
        int entry = CacheImage.HEADER;
        return List.of(
                new Fault("magic", b -> b.put(0, (byte) 'x'), "cache:cache at 0x0: not a linker cache"),
                new Fault("version", b -> b.put(17, (byte) '2'), "not a linker cache of a known format"),
                new Fault("count", b -> b.putInt(20, 1000), "entries (offset 0x30, size 0x5dc0) lies outside"),
                new Fault("count, all bits", b -> b.putInt(20, -1), "lies outside"),
                new Fault("name", b -> b.putInt(entry + 4, 100_000), "string offset 0x186a0 is outside"),
                new Fault("path", b -> b.putInt(entry + 8, -1), "string offset 0xffffffff is outside"),
                new Fault("end", b -> b.put(b.capacity() - 1, (byte) 'x'), "without a terminating NUL"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isRefused(Fault fault) {
        byte[] bytes = image().bytes();
        fault.damage().accept(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        var e = catchThrowableOfType(FormatException.class, () -> LinkerCache.parse(bytes, "cache"));
        assertThat(e).isNotNull().hasMessageContaining(fault.words());
    }

    @Test
    void anOldCacheWithNothingAfterItIsRefused() {
        byte[] whole = image().afterOld(3).bytes();
        for (int size = 0; size < 16 + 36 + 4 + CacheImage.HEADER; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThat(catchThrowableOfType(FormatException.class, () -> LinkerCache.parse(cut, "cache")))
                    .as("%d bytes", size)
                    .isNotNull();
        }
    }

    @Test
    void nothingElseIsThrownWhateverTheBytes() {
        byte[] whole = image().afterOld(1).bytes();
        qt().withExamples(20_000)
                .forAll(integers().between(0, whole.length - 1), integers().between(0, 255))
                .checkAssert((at, value) -> {
                    byte[] bytes = whole.clone();
                    bytes[at] = value.byteValue();
                    try {
                        assertThat(LinkerCache.parse(bytes, "cache")).isNotNull();
                    } catch (FormatException expected) {
                        assertThat(expected).hasMessageStartingWith("cache");
                    }
                });
    }
}
