package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;

/** The objects compiled from {@code src/test/bpf}. */
public final class Fixtures {
    /** Both byte orders. */
    public static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

    private Fixtures() {}

    /** The bytes of the object of this name and byte order. */
    public static byte[] bytes(String name, ByteOrder order) {
        String file = "/bpf/" + name + ".bpf." + (order == ByteOrder.LITTLE_ENDIAN ? "el" : "eb") + ".o";
        try (InputStream in = Fixtures.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object of this name and byte order, read. */
    public static ObjectSpec spec(String name, ByteOrder order) {
        try {
            return ObjectSpec.parse(name + ".bpf.o", bytes(name, order));
        } catch (FormatException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The little-endian object of this name, read. */
    public static ObjectSpec spec(String name) {
        return spec(name, ByteOrder.LITTLE_ENDIAN);
    }
}
