package io.github.bpfverity.loader.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Room for what the verifier or the BTF checker has to say.
 *
 * <p>Whoever makes one closes it; the text is to be taken before.
 */
public final class Log implements AutoCloseable {
    /** {@code BPF_LOG_LEVEL1}: what was wrong, and the instructions on the way there. */
    public static final int LEVEL_FAILING_PATH = 1;

    /** {@code BPF_LOG_LEVEL2}: every path. */
    public static final int LEVEL_ALL_PATHS = 2;

    /** {@code BPF_LOG_STATS}: counters only. */
    public static final int LEVEL_STATISTICS = 4;

    private final int level;
    private final ByteBuf buffer;
    private int neededSize;

    /**
     * Sets room aside.
     *
     * @param level how much is wanted
     * @param size bytes, with the final NUL
     */
    public Log(int level, int size) {
        this.level = level;
        this.buffer = Unpooled.directBuffer(size).writeZero(size);
    }

    int level() {
        return level;
    }

    int size() {
        return buffer.capacity();
    }

    ByteBuf buffer() {
        return buffer;
    }

    void neededSize(int bytes) {
        neededSize = bytes;
    }

    /** The bytes that the whole log takes, with its NUL; 0 on kernels before 6.4, which do not say. */
    public int neededSize() {
        return neededSize;
    }

    /** What was written, up to the NUL. */
    public String text() {
        int end = buffer.indexOf(0, buffer.capacity(), (byte) 0);
        return buffer.toString(0, end < 0 ? buffer.capacity() : end, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        buffer.release();
    }
}
