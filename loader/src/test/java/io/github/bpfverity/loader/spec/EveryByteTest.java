package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each compiled object, cut at every byte, and with every byte (those of all headers too) set to what misleads. */
class EveryByteTest {
    static Stream<Arguments> objects() {
        return Stream.of(
                        "arena",
                        "attach",
                        "core",
                        "data",
                        "externs",
                        "legacy",
                        "load",
                        "maps",
                        "plain",
                        "refused",
                        "struct_ops",
                        "subprograms")
                .flatMap(name -> Fixtures.ORDERS.stream().map(order -> Arguments.of(name, order)));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyCutIsRefused(String name, ByteOrder order) {
        byte[] whole = Fixtures.bytes(name, order);
        for (int size = 0; size < whole.length; size++) {
            // The section table ends the file, so that no cut leaves a whole one.
            if (isRead(Arrays.copyOf(whole, size))) {
                throw new AssertionError("read when cut to " + size + " bytes");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyByteMayBeZeroOrFullOrItsNeighbour(String name, ByteOrder order) {
        byte[] bytes = Fixtures.bytes(name, order);
        int read = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte was = bytes[at];
            for (byte value : new byte[] {0, (byte) 0xff, bytes[at == 0 ? 1 : at - 1]}) {
                bytes[at] = value;
                read += isRead(bytes) ? 1 : 0;
            }
            bytes[at] = was;
        }
        if (read < bytes.length / 2 || read > 3 * bytes.length - bytes.length / 8) {
            throw new AssertionError(read + " of " + 3 * bytes.length + " read: too few or too many to tell anything");
        }
    }

    /** A model, or a fault of one line that says where; anything else is thrown. */
    private static boolean isRead(byte[] object) {
        try {
            ObjectSpec.parse("x.o", object);
            return true;
        } catch (FormatException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.startsWith("x.o") || !message.contains(" at 0x") || message.contains("\n")) {
                throw new AssertionError("not a line that says where: " + message, e);
            }
            return false;
        }
    }
}
