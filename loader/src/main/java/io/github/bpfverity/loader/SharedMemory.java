package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.SystemCalls;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The memory of a map, which programs and this process see at once: that of arenas, and of arrays with {@code
 * BPF_F_MMAPABLE}, as most data sections are.
 *
 * <p>Reading and writing here makes no system call, and touches no byte beside those named. A number of 2, 4 or 8
 * bytes at a multiple of its size is read and written in one piece. May be used by several threads at once.
 *
 * <p>Belongs to its {@link BpfMap} and ends with it; methods then throw {@link IllegalStateException}.
 */
public final class SharedMemory {
    private final SystemCalls.Region region;
    private final boolean writable;
    private boolean closed;

    SharedMemory(SystemCalls.Region region, boolean writable) {
        this.region = region;
        this.writable = writable;
    }

    /** Where it begins in this process; for an arena, what its programs take pointers to be relative to. */
    public long address() {
        return region.address();
    }

    /** Bytes in it: whole pages. */
    public long size() {
        return region.size();
    }

    /** Whether this process may write; it may not where the map is frozen or read-only. */
    public boolean isWritable() {
        return writable;
    }

    /** A copy of {@code length} bytes. */
    public synchronized byte[] get(long offset, int length) {
        byte[] bytes = new byte[length];
        view(offset, length).get(bytes);
        return bytes;
    }

    /** Writes bytes. */
    public synchronized void put(long offset, byte[] bytes) {
        view(offset, bytes.length).put(bytes);
        VarHandle.fullFence();
    }

    /** The number in 1, 2, 4 or 8 bytes, sign-extended. */
    synchronized long getLong(long offset, int size) {
        ByteBuffer number = view(offset, size);
        return switch (size) {
            case 1 -> number.get();
            case 2 -> number.getShort();
            case 4 -> number.getInt();
            default -> number.getLong();
        };
    }

    /** Sets the number in 1, 2, 4 or 8 bytes; higher bits are dropped. */
    synchronized void putLong(long offset, int size, long value) {
        ByteBuffer number = view(offset, size);
        switch (size) {
            case 1 -> number.put((byte) value);
            case 2 -> number.putShort((short) value);
            case 4 -> number.putInt((int) value);
            default -> number.putLong(value);
        }
        VarHandle.fullFence();
    }

    /**
     * A part of it in native byte order. Using a view after the map has been closed ends the process: it reads
     * memory that is not there any more. {@link #get} and {@link #put} are safe.
     *
     * @throws IndexOutOfBoundsException if the part is not within
     */
    public synchronized ByteBuffer view(long offset, int length) {
        if (closed) {
            throw new IllegalStateException("the map is closed");
        }
        VarHandle.fullFence();
        return region.view(offset, length);
    }

    synchronized void close() {
        closed = true;
        region.close();
    }
}
