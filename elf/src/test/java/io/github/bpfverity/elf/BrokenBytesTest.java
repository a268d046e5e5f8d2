package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts sound files at every byte and overwrites their headers, tables and names a byte at a time. */
class BrokenBytesTest {
    static Stream<ElfBytes> files() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .flatMap(order -> Stream.of(Samples.object(order), Samples.extended(order), Samples.library(order)))
                .map(ElfImage::build);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCutIsRefused(ElfBytes file) {
        for (int size = 0; size < file.size(); size++) {
            // The section table is the last thing in the file, so that no cut leaves a whole one.
            assertThat(Outcome.of(file.cut(size))).as("first %d bytes", size).isInstanceOf(FormatException.class);
        }
        assertThat(Outcome.of(file.bytes())).isInstanceOf(ElfObject.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyByteMayBeAnything(ElfBytes file) {
        for (int at = 0; at < file.size(); at++) {
            byte was = file.bytes()[at];
            byte neighbour = file.bytes()[at == 0 ? 1 : at - 1];
            for (byte value : new byte[] {0, (byte) 0xff, neighbour, (byte) (was + 1), (byte) (was - 1)}) {
                file.put8(at, value);
                Outcome.of(file.bytes()); // a model or a FormatException, else it throws
            }
            file.put8(at, was);
        }
    }
}
