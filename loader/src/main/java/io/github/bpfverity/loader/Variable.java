package io.github.bpfverity.loader;

import io.github.bpfverity.loader.spec.VariableSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A global variable of loaded programs.
 *
 * <p>Reading copies the section that it is in; writing puts back the section with this variable changed, so two
 * writers of one section, or a writer and a running program, must take turns: what a program writes to another
 * variable of the section in between is lost. Read-only sections refuse to be written with EPERM.
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
        return Arrays.copyOfRange(section(), spec.offset(), spec.offset() + spec.size());
    }

    /** Sets its bytes, in native byte order. */
    public void set(byte[] value) {
        if (value.length != spec.size()) {
            throw new IllegalArgumentException(
                    "%s has %d bytes, not %d".formatted(spec.name(), spec.size(), value.length));
        }
        byte[] section = section();
        System.arraycopy(value, 0, section, spec.offset(), value.length);
        map.put(ONLY_KEY, section);
    }

    /** The number in a variable of 1, 2, 4 or 8 bytes, sign-extended. */
    public long getLong() {
        ByteBuffer bytes = ByteBuffer.wrap(get()).order(ByteOrder.nativeOrder());
        return switch (spec.size()) {
            case 1 -> bytes.get();
            case 2 -> bytes.getShort();
            case 4 -> bytes.getInt();
            case 8 -> bytes.getLong();
            default -> throw notANumber();
        };
    }

    /** Sets the number in a variable of 1, 2, 4 or 8 bytes; higher bits are dropped. */
    public void setLong(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(spec.size()).order(ByteOrder.nativeOrder());
        switch (spec.size()) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            case 8 -> bytes.putLong(value);
            default -> throw notANumber();
        }
        set(bytes.array());
    }

    private IllegalStateException notANumber() {
        return new IllegalStateException("%s has %d bytes: not a number".formatted(spec.name(), spec.size()));
    }

    private byte[] section() {
        return map.get(ONLY_KEY).orElseThrow();
    }
}
