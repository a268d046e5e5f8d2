package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.bytes.Printable;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The types of one object, kernel or module.
 *
 * <p>Parsing checks the whole file once; after that no accessor can fail for what the file contains, and a walk
 * through typedefs, arrays or members by value ends. Types become records only when asked for. Ids begin at 1;
 * id 0 is void. A split file continues the ids and string offsets of its base, and answers for both.
 *
 * <p>Instances are immutable and may be shared between threads. Methods that take an id throw
 * {@link IndexOutOfBoundsException} if there is no such type.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">Documentation/bpf/btf.rst</a>
 */
public final class Btf {
    private static final BtfType.Void VOID = new BtfType.Void();

    private final String place;
    private final BtfHeader header;
    private final byte[] layoutBytes;
    private final @Nullable Btf base;
    private final StringBlock strings;
    private final TypeBlock types;
    private final int firstId;
    private final TypeLayout layout;
    private final Names names;

    private Btf(ByteReader file, @Nullable Btf base, boolean checked) throws FormatException {
        this.place = file.place();
        this.header = BtfHeader.read(file);
        ByteReader in = file.withOrder(header.order());
        ByteReader layoutBlock = header.layout().in(in);
        ByteReader typeBlock = header.types().in(in);
        this.base = base;
        this.layoutBytes = layoutBlock.bytes(layoutBlock.size());
        this.strings = StringBlock.read(header.strings().in(in), base == null ? null : base.strings);
        this.types = TypeScan.scan(typeBlock, KindLayout.read(header.layout().in(in)));
        this.names = new Names(types, strings);
        this.firstId = base == null ? 1 : base.typeCount();
        this.layout = new TypeLayout(types, base, firstId);
        if (!checked) {
            new TypeCheck(typeBlock, types, strings, base).run();
            new NestingCheck(typeBlock, types, firstId, layout).run();
        }
    }

    /**
     * Parses types that stand alone. The byte order is what the file's magic number shows.
     *
     * @param file a whole {@code .BTF} section or file
     */
    public static Btf parse(ByteReader file) throws FormatException {
        return new Btf(file, null, false);
    }

    /**
     * Parses types that stand alone.
     *
     * @param bytes a whole {@code .BTF} section or file, which must not change afterwards
     * @param place the name that faults begin with
     */
    public static Btf parse(byte[] bytes, String place) throws FormatException {
        return parse(ByteReader.of(bytes, ByteOrder.LITTLE_ENDIAN, place));
    }

    /**
     * Reads types that were checked before: only what finding a type by id or name depends on is checked again.
     * Should they be broken all the same, accessors throw unchecked exceptions.
     */
    static Btf ofChecked(ByteReader file) throws FormatException {
        return new Btf(file, null, true);
    }

    /** Parses types that build on those of {@code base}, as the types of a module do on the kernel's. */
    public static Btf parseSplit(ByteReader file, Btf base) throws FormatException {
        return new Btf(file, base, false);
    }

    /** What was parsed, as it stands in faults. */
    public String place() {
        return place;
    }

    /** The byte order of the file. */
    public ByteOrder order() {
        return header.order();
    }

    /** The types that this file builds on. */
    public Optional<Btf> base() {
        return Optional.ofNullable(base);
    }

    /** The number of ids: void, the base's types and this file's. Ids run from 0 to one less. */
    public int typeCount() {
        return firstId + types.count();
    }

    /** The lowest id of this file's own types: 1, or the base's {@link #typeCount()}. */
    public int firstId() {
        return firstId;
    }

    /** The type with this id. */
    public BtfType type(int id) {
        if (isOwn(id)) {
            return TypeDecoder.decode(types, strings, id - firstId);
        }
        return base == null ? VOID : base.type(id);
    }

    /** The kind of the type with this id. */
    public BtfKind kind(int id) {
        if (isOwn(id)) {
            return types.kind(id - firstId);
        }
        return base == null ? BtfKind.VOID : base.kind(id);
    }

    /** The name of the type with this id, empty if it has none. */
    public String name(int id) {
        if (isOwn(id)) {
            return strings.name(types.nameOffset(id - firstId));
        }
        return base == null ? "" : base.name(id);
    }

    /** How many members, values, parameters or variables a type has; 0 for kinds that have none. */
    public int partCount(int id) {
        if (isOwn(id)) {
            BtfKind kind = types.kind(id - firstId);
            return kind.elementWords() > 0 ? types.vlen(id - firstId) : 0;
        }
        return base == null ? 0 : base.partCount(id);
    }

    /**
     * One member, without making records of the others.
     *
     * @param id of a struct or union
     * @param index less than {@link #partCount}
     */
    public Member member(int id, int index) {
        requirePart(id, index, kind(id).isComposite());
        return id >= firstId
                ? TypeDecoder.member(types, strings, id - firstId, index)
                : Objects.requireNonNull(base).member(id, index);
    }

    /**
     * One value, without making records of the others.
     *
     * @param id of an enumeration of either width
     * @param index less than {@link #partCount}
     */
    public EnumValue value(int id, int index) {
        requirePart(id, index, kind(id).isEnum());
        return id >= firstId
                ? TypeDecoder.value(types, strings, id - firstId, index)
                : Objects.requireNonNull(base).value(id, index);
    }

    private void requirePart(int id, int index, boolean rightKind) {
        if (!rightKind) {
            throw new IllegalArgumentException(describe(id) + " has no such parts");
        }
        Objects.checkIndex(index, partCount(id));
    }

    /** True if {@link #string} takes this offset. */
    public boolean hasString(int offset) {
        return strings.contains(offset);
    }

    /**
     * The string at an offset from the start of the strings (the base's first).
     *
     * @throws IndexOutOfBoundsException if {@link #hasString} is false
     */
    public String string(int offset) {
        return strings.get(Objects.checkIndex(offset, strings.end()));
    }

    /** The id of the first type of a kind with this name, own types before the base's. */
    public OptionalInt find(BtfKind kind, String name) {
        int own = names.first(kind, name);
        if (own != Names.NONE) {
            return OptionalInt.of(firstId + own);
        }
        return base == null ? OptionalInt.empty() : base.find(kind, name);
    }

    /** The ids of all types with this name, ascending. */
    public int[] idsNamed(String name) {
        int[] inherited = base == null ? new int[0] : base.idsNamed(name);
        return joined(inherited, names.find(name));
    }

    private int[] joined(int[] inherited, int[] own) {
        int[] ids = Arrays.copyOf(inherited, inherited.length + own.length);
        for (int i = 0; i < own.length; i++) {
            ids[inherited.length + i] = firstId + own[i];
        }
        return ids;
    }

    /**
     * The ids of this file's own types that CO-RE relocations may be about (all but functions, pointers and the like)
     * with this name but for a flavour, ascending.
     *
     * @see EssentialName
     */
    public int[] idsWithFlavour(String essentialName) {
        return joined(new int[0], names.findFlavours(essentialName));
    }

    /** The id behind any typedefs, type tags and const, volatile and restrict; the same id if there are none. */
    public int resolve(int id) {
        if (!isOwn(id)) {
            return base == null ? id : base.resolve(id);
        }
        int index = id - firstId;
        return types.kind(index).isModifier() ? resolve(types.sizeOrType(index)) : id;
    }

    /**
     * The bytes that a value of the type takes.
     *
     * @return empty for void, functions, tags, and structs declared only
     */
    public OptionalLong sizeOf(int id) {
        Objects.checkIndex(id, typeCount());
        return layout.sizeOf(id);
    }

    /** The alignment of the type in bytes; 1 for a packed struct and for what has no size. */
    public int alignOf(int id) {
        Objects.checkIndex(id, typeCount());
        return layout.alignOf(id);
    }

    /**
     * Kind and name, for messages: {@code struct inode}, {@code typedef u64}, {@code union (anonymous)}. A name too
     * long for people is cut.
     */
    public String describe(int id) {
        String name = Printable.cut(name(id));
        return id == 0 ? "void" : kind(id).label() + " " + (name.isEmpty() ? "(anonymous)" : name);
    }

    /** The file's bytes, written from its types. */
    public byte[] encode() {
        return BtfBuilder.copyOf(this).encode(order());
    }

    /** The words of one of this file's own types, as they are. */
    void copyTo(TypeWriter writer, int id) {
        writer.copy(types.words(), types.start(id - firstId), types.end(id - firstId));
    }

    /** Where the name of one of this file's own types is. */
    int nameOffset(int id) {
        return types.nameOffset(id - firstId);
    }

    StringBlock strings() {
        return strings;
    }

    int headerLength() {
        return header.length();
    }

    byte[] layoutBytes() {
        return layoutBytes;
    }

    private boolean isOwn(int id) {
        return Objects.checkIndex(id, typeCount()) >= firstId;
    }
}
