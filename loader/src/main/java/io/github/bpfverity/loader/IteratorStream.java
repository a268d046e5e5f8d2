package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** What an iterator program writes, read as it runs. */
final class IteratorStream extends InputStream {
    private final SystemCalls system;
    private final Fd fd;
    private final ByteBuf buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(1 << 16));

    IteratorStream(SystemCalls system, Fd fd) {
        this.system = system;
        this.fd = fd;
        buffer.clear();
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.readUnsignedByte() : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.readableBytes());
        buffer.readBytes(bytes, offset, count);
        return count;
    }

    /** False at the end. */
    private boolean fill() {
        return buffer.isReadable() || system.read(fd, buffer.clear()) > 0;
    }

    @Override
    public void close() {
        fd.close();
    }
}
