package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Programs that were cut, or have one byte changed. */
class DynamicLinkingPropertyTest {
    @Test
    void nothingButFormatExceptionsComesOutOfBrokenFiles() {
        byte[] whole = DynamicLinkingTest.program(ByteOrder.LITTLE_ENDIAN).bytes();
        qt().withExamples(20_000)
                .forAll(
                        integers().between(0, whole.length - 1),
                        integers().between(0, 255),
                        integers().between(0, 9))
                .checkAssert((at, value, cut) -> {
                    byte[] image = Arrays.copyOf(whole, whole.length - (cut == 0 ? at : 0));
                    if (at < image.length) {
                        image[at] = value.byteValue();
                    }
                    try {
                        assertThat(DynamicLinking.parse(image, "p")).isNotNull();
                    } catch (FormatException expected) {
                        assertThat(expected).hasMessageStartingWith("p");
                    }
                });
    }
}
