package io.github.bpfverity.parsertests.fuzz;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How fuzzed bytes become a file, or the two files that some targets read. */
public final class Inputs {
    /** What faults must begin with. */
    public static final String NAME = "fuzz.o";

    private static final int LENGTH_SIZE = 2;

    private Inputs() {}

    /** Two files in one input: the first one's length in two little-endian bytes, then both. */
    record Pair(byte[] first, byte[] second) {
        static Pair of(byte[] bytes) {
            if (bytes.length < LENGTH_SIZE) {
                return new Pair(new byte[0], bytes);
            }
            int length = Byte.toUnsignedInt(bytes[0]) | Byte.toUnsignedInt(bytes[1]) << 8;
            int cut = Math.min(LENGTH_SIZE + length, bytes.length);
            return new Pair(Arrays.copyOfRange(bytes, LENGTH_SIZE, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
        }

        byte[] join() {
            return ByteBuffer.allocate(LENGTH_SIZE + first.length + second.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) first.length)
                    .put(first)
                    .put(second)
                    .array();
        }

        /** The first file as types; types that are always the same if it is none. */
        Btf types(Btf otherwise) {
            try {
                return Btf.parse(first, NAME);
            } catch (FormatException e) {
                return otherwise;
            }
        }

        ByteReader rest() {
            return ByteReader.of(second, ByteOrder.LITTLE_ENDIAN, NAME);
        }
    }
}
