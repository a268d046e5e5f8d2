package io.github.bpfverity.loader;

import io.github.bpfverity.loader.spec.VariableSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A global variable of loaded programs, in native byte order.
 *
 * <p>Most are read and written in {@linkplain SharedMemory the memory that programs use}. Where a section cannot be
 * mapped (kernels before 5.5; sections of static variables alone), reading copies the section, and writing puts it
 * back with this variable changed: what a program writes to its neighbours in between is then lost. Read-only
 * sections refuse to be written with EPERM.
 */
public final class Variable {
    private static final byte[] ONLY_KEY = new byte[Integer.BYTES];

    private final VariableSpec spec;
    private final BpfMap map;

    Variable(VariableSpec spec, BpfMap map) {
        this.spec = spec;
        this.map = map;
    }

    /** The C name. */
    public String name() {
        return spec.name();
    }

    /** Bytes in it. */
    public int size() {
        return spec.size();
    }

    /** Its bytes in native byte order. */
    public byte[] get() {
        return map.memory()
                .map(memory -> memory.get(spec.offset(), spec.size()))
                .orElseGet(() -> Arrays.copyOfRange(section(), spec.offset(), spec.offset() + spec.size()));
    }

    /** Sets its bytes, in native byte order. */
    public void set(byte[] value) {
        if (value.length != spec.size()) {
            throw new IllegalArgumentException(
                    "%s has %d bytes, not %d".formatted(spec.name(), spec.size(), value.length));
        }
        SharedMemory memory = writable();
        if (memory != null) {
            memory.put(spec.offset(), value);
        } else {
            byte[] section = section();
            System.arraycopy(value, 0, section, spec.offset(), value.length);
            map.put(ONLY_KEY, section);
        }
    }

    /** The number in a variable of 1, 2, 4 or 8 bytes, sign-extended. */
    public long getLong() {
        requireNumber();
        return map.memory()
                .map(memory -> memory.getLong(spec.offset(), spec.size()))
                .orElseGet(() -> number(get()));
    }

    /** Sets the number in a variable of 1, 2, 4 or 8 bytes; higher bits are dropped. */
    public void setLong(long value) {
        requireNumber();
        SharedMemory memory = writable();
        if (memory != null) {
            memory.putLong(spec.offset(), spec.size(), value);
        } else {
            set(bytes(value));
        }
    }

    private @Nullable SharedMemory writable() {
        return map.memory().filter(SharedMemory::isWritable).orElse(null);
    }

    private void requireNumber() {
        int size = spec.size();
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            throw new IllegalStateException("%s has %d bytes: not a number".formatted(spec.name(), size));
        }
    }

    private long number(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        return switch (value.length) {
            case 1 -> bytes.get();
            case 2 -> bytes.getShort();
            case 4 -> bytes.getInt();
            default -> bytes.getLong();
        };
    }

    private byte[] bytes(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(spec.size()).order(ByteOrder.nativeOrder());
        switch (spec.size()) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
        return bytes.array();
    }

    private byte[] section() {
        return map.get(ONLY_KEY).orElseThrow();
    }
}
