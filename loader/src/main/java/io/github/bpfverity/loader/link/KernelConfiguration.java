package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.loader.spec.ExternSpec;
import io.github.bpfverity.loader.spec.MapKind;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills the map of {@code __kconfig} externs with the values they have on the kernel. */
final class KernelConfiguration {
    private static final String TRISTATE = "libbpf_tristate";
    private static final int YES = 1;
    private static final int MODULE = 2;

    private final ObjectSpec object;
    private final LinkEnvironment kernel;

    KernelConfiguration(ObjectSpec object, LinkEnvironment kernel) {
        this.object = object;
        this.kernel = kernel;
    }

    /** The maps with the one of configuration values filled. */
    List<MapSpec> fill(List<MapSpec> maps) {
        List<MapSpec> filled = new ArrayList<>(maps);
        filled.replaceAll(map -> map.kind() == MapKind.KCONFIG ? map.withContents(contents(map)) : map);
        return filled;
    }

    private byte[] contents(MapSpec map) {
        ByteBuffer bytes = ByteBuffer.allocate(map.valueSize()).order(object.order());
        for (ExternSpec extern : object.externs()) {
            if (extern.kind() == ExternSpec.Kind.KCONFIG) {
                put(extern, bytes);
            }
        }
        return bytes.array();
    }

    private void put(ExternSpec extern, ByteBuffer bytes) {
        switch (extern.name()) {
            case "LINUX_KERNEL_VERSION" -> putNumber(extern, BigInteger.valueOf(kernel.kernelVersion()), bytes);
            case "LINUX_HAS_BPF_COOKIE" -> putNumber(extern, flag(kernel.hasBpfCookie()), bytes);
            case "LINUX_HAS_SYSCALL_WRAPPER" -> putNumber(extern, flag(kernel.hasSyscallWrapper()), bytes);
            default -> {
                Optional<String> value =
                        extern.name().startsWith("CONFIG_") ? kernel.configuration(extern.name()) : Optional.empty();
                if (value.isPresent()) {
                    put(extern, value.get(), bytes);
                } else if (!extern.weak()) {
                    throw fail(extern, "is not set on this kernel, or its configuration cannot be read");
                }
            }
        }
    }

    private static BigInteger flag(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }

    private void put(ExternSpec extern, String value, ByteBuffer bytes) {
        if (value.equals("y") || value.equals("m") || value.equals("n")) {
            putTristate(extern, value.charAt(0), bytes);
        } else if (value.startsWith("\"")) {
            putText(extern, value, bytes);
        } else {
            putNumber(extern, number(extern, value), bytes);
        }
    }

    private void putTristate(ExternSpec extern, char value, ByteBuffer bytes) {
        BtfType type = type(extern);
        int state = value == 'y' ? YES : value == 'm' ? MODULE : 0;
        if (type instanceof BtfType.Enumeration tristate && tristate.name().equals(TRISTATE)) {
            bytes.putInt(extern.offset(), state);
        } else if (type instanceof BtfType.Int integer && isBool(integer) && value != 'm') {
            bytes.put(extern.offset(), (byte) state);
        } else if (type instanceof BtfType.Int integer && integer.size() == 1 && !isBool(integer)) {
            bytes.put(extern.offset(), (byte) value);
        } else {
            throw fail(extern, "is " + value + " on this kernel: declare it bool, char or enum libbpf_tristate");
        }
    }

    private void putText(ExternSpec extern, String value, ByteBuffer bytes) {
        boolean text = type(extern) instanceof BtfType.Array array
                && types().type(types().resolve(array.element())) instanceof BtfType.Int element
                && element.size() == 1;
        if (!text || value.length() < 2 || !value.endsWith("\"")) {
            throw fail(extern, "is " + value + " on this kernel: declare it an array of char");
        }
        byte[] chars = value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8);
        bytes.put(extern.offset(), chars, 0, Math.min(chars.length, extern.size() - 1));
    }

    private BigInteger number(ExternSpec extern, String value) {
        try {
            boolean hexadecimal = value.startsWith("0x") || value.startsWith("0X");
            return hexadecimal ? new BigInteger(value.substring(2), 16) : new BigInteger(value);
        } catch (NumberFormatException e) {
            throw fail(extern, "is " + value + " on this kernel, which is no number");
        }
    }

    private void putNumber(ExternSpec extern, BigInteger value, ByteBuffer bytes) {
        if (!(type(extern) instanceof BtfType.Int type) || isBool(type) && value.bitLength() > 1) {
            throw fail(extern, "is the number " + value + " on this kernel: declare it an integer");
        }
        int bits = (int) type.size() * Byte.SIZE;
        boolean fits = type.signed() ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
        if (!fits) {
            throw fail(extern, "is " + value + " on this kernel, which does not fit its " + bits + " bits");
        }
        switch (bits) {
            case Byte.SIZE -> bytes.put(extern.offset(), value.byteValue());
            case Short.SIZE -> bytes.putShort(extern.offset(), value.shortValue());
            case Integer.SIZE -> bytes.putInt(extern.offset(), value.intValue());
            case Long.SIZE -> bytes.putLong(extern.offset(), value.longValue());
            default -> throw fail(extern, "has a type of " + bits + " bits, expected 8, 16, 32 or 64");
        }
    }

    private static boolean isBool(BtfType.Int type) {
        return (type.encoding() & BtfType.Int.BOOL) != 0;
    }

    private BtfType type(ExternSpec extern) {
        return types().type(types().resolve(extern.typeId()));
    }

    private Btf types() {
        return object.btf().orElseThrow(() -> new LinkException(object.name(), "configuration values without BTF"));
    }

    private LinkException fail(ExternSpec extern, String problem) {
        return new LinkException(object.name(), "configuration value " + extern.name() + " " + problem);
    }
}
