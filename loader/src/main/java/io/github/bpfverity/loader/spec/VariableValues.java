package io.github.bpfverity.loader.spec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Puts values of global variables into the bytes of their maps. */
final class VariableValues {
    private VariableValues() {}

    /** The map's starting bytes with another value for one variable. */
    static byte[] put(MapSpec map, VariableSpec variable, byte[] value) {
        if (value.length != variable.size()) {
            throw new IllegalArgumentException(
                    "variable %s has %d bytes, not %d".formatted(variable.name(), variable.size(), value.length));
        }
        byte[] old = map.contents();
        byte[] contents = old == null ? new byte[map.valueSize()] : Arrays.copyOf(old, old.length);
        System.arraycopy(value, 0, contents, variable.offset(), value.length);
        return contents;
    }

    /** A number as a variable holds it; it may be taken as signed or as unsigned. */
    static byte[] encode(VariableSpec variable, long value, ByteOrder order) {
        int bits = variable.size() * Byte.SIZE;
        boolean number = Integer.bitCount(variable.size()) == 1 && variable.size() <= Long.BYTES;
        boolean fits = bits >= Long.SIZE || value >= -(1L << bits - 1) && value < 1L << bits;
        if (!number || !fits) {
            throw new IllegalArgumentException("variable %s of %d bytes cannot hold the number %d"
                    .formatted(variable.name(), variable.size(), value));
        }
        byte[] wide =
                ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array();
        return order == ByteOrder.LITTLE_ENDIAN
                ? Arrays.copyOf(wide, variable.size())
                : Arrays.copyOfRange(wide, Long.BYTES - variable.size(), Long.BYTES);
    }
}
