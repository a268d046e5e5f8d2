package io.github.bpfverity.examples;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Compiled BPF programs, which travel in the jar: each once for each byte order. */
final class BundledObject {
    private BundledObject() {}

    static ObjectSpec read(String name) throws IOException, FormatException {
        String order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "el" : "eb";
        String resource = "/bpf/%s.bpf.%s.o".formatted(name, order);
        try (InputStream object = BundledObject.class.getResourceAsStream(resource)) {
            if (object == null) {
                throw new IOException(resource + " is not in the jar");
            }
            return ObjectSpec.parse(name, object.readAllBytes());
        }
    }
}
