package io.github.bpfverity.loader.link;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, reading answers with an object or one kind of fault, and so does linking. */
class DamagedObjectTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"maps", "subprograms", "data", "externs", "core", "struct_ops", "legacy", "arena", "attach"})
    void changedBytesGiveAnObjectOrAFault(String name) {
        FakeKernel kernel = new FakeKernel(directory);
        for (ByteOrder order : Fixtures.ORDERS) {
            byte[] original = Fixtures.bytes(name, order);
            qt().withExamples(400)
                    .forAll(lists().of(integers().all()).ofSizeBetween(1, 8))
                    .check(changes -> answers(damage(original, changes), kernel));
        }
    }

    @Test
    void everyTruncationGivesAFault() {
        FakeKernel kernel = new FakeKernel(directory);
        byte[] original = Fixtures.bytes("maps", ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < original.length; length++) {
            if (!answers(Arrays.copyOf(original, length), kernel)) {
                throw new AssertionError("cut at " + length);
            }
        }
    }

    /** Each number says where and what: one byte becomes 0, 255, its neighbour or another bit pattern. */
    private static byte[] damage(byte[] original, List<Integer> changes) {
        byte[] bytes = original.clone();
        for (int change : changes) {
            int at = (change >>> 4) % bytes.length;
            bytes[at] = switch (change & 3) {
                case 0 -> 0;
                case 1 -> -1;
                case 2 -> (byte) (bytes[at] + 1);
                default -> (byte) (bytes[at] ^ 1 << (change >> 2 & 3));
            };
        }
        return bytes;
    }

    private static boolean answers(byte[] image, LinkEnvironment kernel) {
        try {
            Linker.link(ObjectSpec.parse("damaged.o", image), kernel);
            return true;
        } catch (FormatException | LinkException e) {
            return e.getMessage() != null;
        }
    }
}
