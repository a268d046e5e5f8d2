package io.github.bpfverity.loader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as the kernel of this machine has them. */
final class Native {
    private Native() {}

    static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
