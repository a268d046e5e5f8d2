package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variables of {@code .maps}: anonymous structs whose members' types, not values, describe maps.
 *
 * <p>A number is the length of an array that the member points to, or the value of an enumerator; a type is what the
 * member points to.
 */
final class DeclaredMapReader {
    /** Bytes in one slot of a map's declared values: a pointer of the BPF target. */
    static final int SLOT_SIZE = 8;

    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;

    private final Btf btf;
    private final String place;

    /**
     * Reads from {@code .maps} of one file.
     *
     * @param place how faults begin, such as {@code guard.bpf.o:.maps}
     */
    DeclaredMapReader(Btf btf, String place) {
        this.btf = btf;
        this.place = place;
    }

    /** A declared map and where in its section it lies. */
    record Declaration(MapSpecBuilder map, long offset, long size, long valuesOffset) {
        /** Whether the byte at {@code position} in the section belongs to the map. */
        boolean contains(long position) {
            return position >= offset && position - offset < size;
        }
    }

    /** The maps in the order of their section. */
    List<Declaration> read(BtfType.Datasec section, long sectionSize) throws FormatException {
        List<Declaration> maps = new ArrayList<>();
        long end = 0;
        for (DatasecEntry entry : section.entries()) {
            if (entry.offset() < end) {
                throw fail(entry, "map %s overlaps the one before it", btf.name(entry.type()));
            }
            maps.add(declaration(entry, sectionSize));
            end = entry.offset() + entry.size();
        }
        return maps;
    }

    private Declaration declaration(DatasecEntry entry, long sectionSize) throws FormatException {
        if (!(btf.type(entry.type()) instanceof BtfType.Var variable)) {
            throw fail(entry, "type %d is not a variable", entry.type());
        }
        if (entry.offset() > sectionSize || entry.size() > sectionSize - entry.offset()) {
            throw fail(entry, "map %s reaches past the section (0x%x bytes)", variable.name(), sectionSize);
        }
        if (variable.linkage() != BtfType.Var.GLOBAL && variable.linkage() != BtfType.Var.STATIC) {
            throw fail(
                    entry,
                    "map %s is extern; maps of other objects are linked before they are loaded",
                    variable.name());
        }
        int struct = btf.resolve(variable.type());
        if (btf.kind(struct) != BtfKind.STRUCT) {
            throw fail(
                    entry,
                    "map %s is declared as %s, expected a struct",
                    variable.name(),
                    btf.kind(struct).label());
        }
        long size = btf.sizeOf(struct).orElseThrow();
        if (size > entry.size()) {
            throw fail(entry, "map %s has %d bytes, expected %d", variable.name(), entry.size(), size);
        }
        MapSpecBuilder map = new MapSpecBuilder(variable.name(), MapKind.DECLARED);
        Definition definition = new Definition(map, entry, false);
        definition.read(struct);
        return new Declaration(map, entry.offset(), entry.size(), definition.valuesOffset);
    }

    /** One map's attributes while its struct is walked. */
    private final class Definition {
        private final MapSpecBuilder map;
        private final DatasecEntry at;
        private final boolean inner;
        private long valuesOffset = -1;
        private final Set<String> seen = new HashSet<>();

        Definition(MapSpecBuilder map, DatasecEntry at, boolean inner) {
            this.map = map;
            this.at = at;
            this.inner = inner;
        }

        /** Member by member, as the first that makes no sense ends it: a struct has as many as its file has room. */
        void read(int struct) throws FormatException {
            for (int index = 0; index < btf.partCount(struct); index++) {
                Member member = btf.member(struct, index);
                if (!seen.add(member.name())) {
                    throw fault("has " + member.name() + " twice");
                }
                read(member);
            }
            if (!seen.contains("type")) {
                throw fault("has no type");
            }
        }

        private void read(Member member) throws FormatException {
            switch (member.name()) {
                case "type" -> map.type = number(member);
                case "max_entries" -> map.maxEntries = number(member);
                case "map_flags" -> map.flags = number(member);
                case "numa_node" -> map.numaNode = number(member);
                case "key_size" -> map.keySize = agreed(map.keySize, number(member), member);
                case "value_size" -> map.valueSize = agreed(map.valueSize, number(member), member);
                case "map_extra" -> map.mapExtra = longNumber(member);
                case "key" -> {
                    map.keyTypeId = pointee(member);
                    map.keySize = agreed(map.keySize, sizeOf(map.keyTypeId, member), member);
                }
                case "value" -> {
                    map.valueTypeId = pointee(member);
                    map.valueSize = agreed(map.valueSize, sizeOf(map.valueTypeId, member), member);
                }
                case "pinning" -> map.pinning = pinning(member);
                case "values" -> values(member);
                default -> throw fault("has an unknown attribute " + member.name());
            }
        }

        /** A size may be given both as a number and by a type, if they agree. */
        private int agreed(int before, int size, Member member) throws FormatException {
            if (before != 0 && before != size) {
                throw fault("has " + member.name() + " of " + size + " bytes, after a size of " + before);
            }
            return size;
        }

        private int number(Member member) throws FormatException {
            long value = longNumber(member);
            if (value < 0 || value > MAX_UNSIGNED_INT) {
                throw fault("has " + member.name() + " " + value + ", expected 32 bits");
            }
            return (int) value;
        }

        private long longNumber(Member member) throws FormatException {
            int type = btf.resolve(member.type());
            if (btf.kind(type) == BtfKind.PTR && btf.kind(pointee(type)) == BtfKind.ARRAY) {
                return ((BtfType.Array) btf.type(pointee(type))).count();
            }
            if (btf.kind(type).isEnum() && btf.partCount(type) == 1) {
                return btf.value(type, 0).value();
            }
            throw fault("has " + member.name() + " of kind " + btf.kind(type).label()
                    + ", expected a pointer to an array or an enum of one value");
        }

        private int pointee(Member member) throws FormatException {
            int type = btf.resolve(member.type());
            if (btf.kind(type) == BtfKind.PTR) {
                return ((BtfType.Ptr) btf.type(type)).type();
            }
            throw fault("has " + member.name() + " of kind " + btf.kind(type).label() + ", expected a pointer");
        }

        /** What is behind a pointer and any typedefs and qualifiers. */
        private int pointee(int pointer) {
            return btf.resolve(((BtfType.Ptr) btf.type(pointer)).type());
        }

        private int sizeOf(int type, Member member) throws FormatException {
            try {
                return Math.toIntExact(btf.sizeOf(type).orElseThrow());
            } catch (ArithmeticException | NoSuchElementException e) {
                throw fault("has a " + member.name() + " whose type has no size");
            }
        }

        private Pinning pinning(Member member) throws FormatException {
            if (inner) {
                throw fault("is an inner map and cannot be pinned");
            }
            long value = longNumber(member);
            if (value != 0 && value != 1) {
                throw fault("has pinning " + value + ", expected 0 or 1");
            }
            return value == 0 ? Pinning.NONE : Pinning.BY_NAME;
        }

        private void values(Member member) throws FormatException {
            if (inner) {
                throw fault("is an inner map and cannot hold maps itself");
            }
            int type = btf.resolve(member.type());
            int element =
                    btf.kind(type) == BtfKind.ARRAY ? btf.resolve(((BtfType.Array) btf.type(type)).element()) : type;
            if (btf.kind(type) != BtfKind.ARRAY || btf.kind(element) != BtfKind.PTR) {
                throw fault("has values that are not an array of pointers");
            }
            valuesOffset = member.bitOffset() / Byte.SIZE;
            map.valueSize = agreed(map.valueSize, Integer.BYTES, member);
            int target = pointee(element);
            if (btf.kind(target) == BtfKind.STRUCT) {
                map.inner = innerMap(target);
            } else if (btf.kind(target) != BtfKind.FUNC_PROTO) {
                throw fault("has values that point to " + btf.kind(target).label() + ", expected maps or functions");
            }
        }

        private @Nullable MapSpec innerMap(int struct) throws FormatException {
            MapSpecBuilder builder = new MapSpecBuilder(map.name + ".inner", MapKind.DECLARED);
            new Definition(builder, at, true).read(struct);
            return builder.build();
        }

        private FormatException fault(String problem) {
            return fail(at, "map %s %s", map.name, problem);
        }
    }

    private FormatException fail(DatasecEntry entry, String format, Object... values) {
        return new FormatException(place, entry.offset(), format.formatted(values));
    }
}
