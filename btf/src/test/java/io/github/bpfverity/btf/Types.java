package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Short ways to write types in tests; structs are laid out as a C compiler would. */
public final class Types {
    private final BtfBuilder builder;

    public Types() {
        this(new BtfBuilder());
    }

    public Types(BtfBuilder builder) {
        this.builder = builder;
    }

    public BtfBuilder builder() {
        return builder;
    }

    public int add(BtfType type) {
        return builder.add(type);
    }

    /** An unsigned integer. */
    public int uint(String name, int size) {
        return add(new BtfType.Int(name, size, 0, 0, 8 * size));
    }

    /** A signed integer. */
    public int sint(String name, int size) {
        return add(new BtfType.Int(name, size, BtfType.Int.SIGNED, 0, 8 * size));
    }

    public int ptr(int type) {
        return add(new BtfType.Ptr(type));
    }

    public int typedef(String name, int type) {
        return add(new BtfType.Typedef(name, type));
    }

    public int array(int element, long count) {
        return add(new BtfType.Array(element, element, count));
    }

    public int struct(String name, long size, Member... members) {
        return add(new BtfType.Struct(name, size, false, List.of(members)));
    }

    public int union(String name, long size, Member... members) {
        return add(new BtfType.Union(name, size, false, List.of(members)));
    }

    /** A struct some of whose members are bitfields. */
    public int bitStruct(String name, long size, Member... members) {
        return add(new BtfType.Struct(name, size, true, List.of(members)));
    }

    /** A member at a byte offset. */
    public static Member at(long offset, String name, int type) {
        return new Member(name, type, 8 * offset, 0);
    }

    public static Member bits(long bitOffset, int bits, String name, int type) {
        return new Member(name, type, bitOffset, bits);
    }

    public int enumeration(String name, long size, boolean signed, Object... namesAndValues) {
        return add(new BtfType.Enum(name, size, signed, values(namesAndValues)));
    }

    public int enumeration64(String name, boolean signed, Object... namesAndValues) {
        return add(new BtfType.Enum64(name, 8, signed, values(namesAndValues)));
    }

    private static List<EnumValue> values(Object... namesAndValues) {
        var values = new ArrayList<EnumValue>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.add(new EnumValue((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue()));
        }
        return values;
    }

    public int proto(int returns, int... params) {
        var list = new ArrayList<Param>();
        for (int param : params) {
            list.add(new Param("p" + list.size(), param));
        }
        return add(new BtfType.FuncProto(returns, list));
    }

    /** Writes and parses the types. */
    public Btf build(ByteOrder order) {
        try {
            return builder.build(order, "test.o:.BTF");
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }
}
