package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A {@code .BTF.ext} section that was cut, or has bytes changed. */
class BtfExtPropertyTest {
    private static byte[] whole(ExtSample object) {
        return object.raw()
                .functions(8, object.text, 1, 0, object.function)
                .lines(16, object.text, 1, 0, object.file, object.line, 0)
                .relocations(16, object.text, 1, 8, object.struct, object.string("0:1"), 2)
                .bytes();
    }

    @ByteOrders
    void everyByteMayBeAnything(ByteOrder order) {
        var object = new ExtSample(order);
        byte[] whole = whole(object);
        for (int at = 0; at < whole.length; at++) {
            byte neighbour = whole[at == 0 ? 1 : at - 1];
            for (byte value : new byte[] {0, -1, neighbour, (byte) (whole[at] + 1), (byte) (whole[at] - 1)}) {
                byte[] damaged = whole.clone();
                damaged[at] = value;
                parseOrFail(damaged, order, object.btf);
            }
        }
    }

    private static void parseOrFail(byte[] damaged, ByteOrder order, Btf btf) {
        try {
            BtfExt.parse(ByteReader.of(damaged, order, "damaged"), btf).sections();
        } catch (FormatException expected) {
            assertThat(expected.getMessage()).startsWith("damaged");
        }
    }

    @ByteOrders
    void everyTruncationIsAFault(ByteOrder order) {
        var object = new ExtSample(order);
        byte[] whole = whole(object);

        for (int size = 0; size < whole.length; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThatThrownBy(() -> BtfExt.parse(ByteReader.of(cut, order, "cut"), object.btf))
                    .as("cut to %d bytes", size)
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void damageIsAModelOrAFault() {
        var object = new ExtSample(ByteOrder.LITTLE_ENDIAN);
        byte[] whole = whole(object);

        qt().withExamples(20_000)
                .forAll(
                        integers().between(0, whole.length - 1),
                        integers().all(),
                        integers().all())
                .checkAssert((where, what, other) -> {
                    byte[] damaged = whole.clone();
                    damaged[where] = what.byteValue();
                    damaged[Math.floorMod(other, whole.length)] ^= (byte) (1 << (what & 7));
                    parseOrFail(damaged, ByteOrder.LITTLE_ENDIAN, object.btf);
                });
    }
}
