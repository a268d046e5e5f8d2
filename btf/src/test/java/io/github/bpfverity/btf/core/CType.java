package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Types;
import java.util.ArrayList;
import java.util.List;

/** A C type with a layout of its own, worked out without BTF, which it can be written as. */
sealed interface CType {
    /** Bytes that a value takes. */
    long size();

    /** What its address is a multiple of. */
    int align();

    /** Adds the type and answers its id. */
    int write(Types types);

    /** Whether it is a number, and a signed one. */
    default boolean signed() {
        return false;
    }

    /** An integer or an enumeration. */
    record Number(int size64, boolean signed, boolean enumeration) implements CType {
        @Override
        public long size() {
            return size64;
        }

        @Override
        public int align() {
            return size64;
        }

        @Override
        public int write(Types types) {
            String name = (signed ? "s" : "u") + 8 * size64;
            if (!enumeration) {
                return signed ? types.sint(name, size64) : types.uint(name, size64);
            }
            return size64 == 8
                    ? types.enumeration64("", signed, "A", 1)
                    : types.enumeration("", size64, signed, "A", 1);
        }
    }

    /** A pointer to anything. */
    record Pointer() implements CType {
        @Override
        public long size() {
            return 8;
        }

        @Override
        public int align() {
            return 8;
        }

        @Override
        public int write(Types types) {
            return types.ptr(0);
        }
    }

    /** A floating-point number. */
    record Real(int size64) implements CType {
        @Override
        public long size() {
            return size64;
        }

        @Override
        public int align() {
            return size64;
        }

        @Override
        public int write(Types types) {
            return types.add(new BtfType.Float("real", size64));
        }
    }

    /** Several values of one type. */
    record Array(CType element, int count) implements CType {
        @Override
        public long size() {
            return element.size() * count;
        }

        @Override
        public int align() {
            return element.align();
        }

        @Override
        public int write(Types types) {
            return types.array(element.write(types), count);
        }
    }

    /** A member as it is declared; {@code bits} is 0 for one that is no bitfield. */
    record Field(String name, CType type, int bits) {
        boolean isAnonymous() {
            return name.isEmpty();
        }

        long bitSize() {
            return bits > 0 ? bits : 8 * type.size();
        }
    }

    /** A struct or union; {@code packed} as the attribute has it. */
    record Composite(String name, boolean union, boolean packed, List<Field> fields) implements CType {
        /** Where each field begins, in bits. */
        List<Long> bitOffsets() {
            List<Long> offsets = new ArrayList<>();
            long end = 0;
            for (Field field : fields) {
                long at = union ? 0 : place(field, end);
                offsets.add(at);
                end = Math.max(end, at + field.bitSize());
            }
            return offsets;
        }

        /** The next place for a field: a bitfield may not cross where a value of its type would end. */
        private long place(Field field, long end) {
            if (packed) {
                return field.bits() > 0 ? end : roundUp(end, 8);
            }
            if (field.bits() == 0) {
                return roundUp(end, 8L * field.type().align());
            }
            long unit = 8 * field.type().size();
            return end / unit == (end + field.bits() - 1) / unit ? end : roundUp(end, unit);
        }

        private static long roundUp(long value, long unit) {
            return (value + unit - 1) / unit * unit;
        }

        @Override
        public long size() {
            long end = 0;
            List<Long> offsets = bitOffsets();
            for (int i = 0; i < fields.size(); i++) {
                end = Math.max(end, offsets.get(i) + fields.get(i).bitSize());
            }
            return roundUp(roundUp(end, 8) / 8, align());
        }

        @Override
        public int align() {
            return packed
                    ? 1
                    : fields.stream()
                            .mapToInt(field -> field.type().align())
                            .max()
                            .orElse(1);
        }

        @Override
        public int write(Types types) {
            List<Long> offsets = bitOffsets();
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                members.add(new Member(field.name(), field.type().write(types), offsets.get(i), field.bits()));
            }
            boolean flag = fields.stream().anyMatch(field -> field.bits() > 0);
            return types.add(
                    union
                            ? new BtfType.Union(name, size(), flag, members)
                            : new BtfType.Struct(name, size(), flag, members));
        }
    }
}
