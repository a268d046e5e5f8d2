package io.github.bpfverity.loader;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An object's types for a kernel that does not know all of them: kinds came one by one, and a kernel refuses all
 * types for one that it does not know. What it lacks is replaced by what is of the same size and as harmless.
 */
final class OlderTypes {
    private OlderTypes() {}

    /** What came to the types that a kernel takes, with the smallest that has it. */
    private enum News {
        /** Linux 5.6. */
        GLOBAL_FUNCTION((types, integer) -> types.add(
                new BtfType.Func("x", types.add(new BtfType.FuncProto(integer, List.of())), BtfType.Func.GLOBAL))),
        /** Linux 5.13. */
        FLOAT((types, integer) -> types.add(new BtfType.Float("x", 4))),
        /** Linux 5.16. */
        DECLARATION_TAG((types, integer) -> types.add(
                new BtfType.DeclTag("x", types.add(new BtfType.Var("x", integer, BtfType.Var.GLOBAL)), -1, false))),
        /** Linux 5.17. */
        TYPE_TAG((types, integer) -> types.add(new BtfType.Ptr(types.add(new BtfType.TypeTag("x", integer, false))))),
        /** Linux 6.0, with the sign of other enumerations. */
        ENUM64((types, integer) -> types.add(new BtfType.Enum64("x", 8, false, List.of(new EnumValue("x_value", 0))))),
        /** Linux 6.15: tags that are attributes of the compiler's. */
        ATTRIBUTE((types, integer) -> types.add(new BtfType.Ptr(types.add(new BtfType.TypeTag("x", integer, true)))));

        private final BiConsumer<BtfBuilder, Integer> smallest;

        News(BiConsumer<BtfBuilder, Integer> smallest) {
            this.smallest = smallest;
        }

        boolean isIn(Kernel kernel) {
            BtfBuilder types = new BtfBuilder();
            smallest.accept(types, types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32)));
            try (Fd btf = kernel.loadBtf(new BtfLoad(types.encode(ByteOrder.nativeOrder()), null, null))) {
                return btf.isOpen();
            } catch (BpfCallException e) {
                return false;
            }
        }
    }

    /** The types that this kernel may take instead; null if it lacks none of them. */
    static byte @Nullable [] instead(Kernel kernel, byte[] encoded) {
        Btf types;
        try {
            types = Btf.parse(encoded, "types");
        } catch (FormatException e) {
            throw new AssertionError("encoded by ourselves", e);
        }
        Set<News> missing = EnumSet.noneOf(News.class);
        for (int id = 1; id < types.typeCount(); id++) {
            News news = newsIn(types.type(id));
            if (news != null) {
                missing.add(news);
            }
        }
        missing.removeIf(news -> news.isIn(kernel));
        return missing.isEmpty() ? null : replace(types, missing);
    }

    private static @Nullable News newsIn(BtfType type) {
        if (type instanceof BtfType.Func function) {
            return function.linkage() == BtfType.Func.GLOBAL ? News.GLOBAL_FUNCTION : null;
        }
        if (type instanceof BtfType.DeclTag tag) {
            return tag.kindFlag() ? News.ATTRIBUTE : News.DECLARATION_TAG;
        }
        if (type instanceof BtfType.TypeTag tag) {
            return tag.kindFlag() ? News.ATTRIBUTE : News.TYPE_TAG;
        }
        if (type instanceof BtfType.Enum values) {
            return values.signed() ? News.ENUM64 : null;
        }
        return type instanceof BtfType.Float ? News.FLOAT : type instanceof BtfType.Enum64 ? News.ENUM64 : null;
    }

    private static byte[] replace(Btf types, Set<News> missing) {
        BtfBuilder older = BtfBuilder.copyOf(types);
        for (int id = 1; id < types.typeCount(); id++) {
            BtfType type = types.type(id);
            News news = newsIn(type);
            if (news != null && missing.contains(news)) {
                older.set(id, older(type));
            }
        }
        return older.encode(types.order());
    }

    private static BtfType older(BtfType type) {
        if (type instanceof BtfType.Func function) {
            return new BtfType.Func(function.name(), function.type(), BtfType.Func.STATIC);
        }
        if (type instanceof BtfType.Float number) {
            // Nameless: "float" is no name for a struct.
            return new BtfType.Struct("", number.size(), false, List.of());
        }
        if (type instanceof BtfType.DeclTag tag) {
            return new BtfType.Int(tag.name(), 1, 0, 0, Byte.SIZE);
        }
        if (type instanceof BtfType.TypeTag tag) {
            return new BtfType.Const(tag.type());
        }
        if (type instanceof BtfType.Enum values) {
            return new BtfType.Enum(values.name(), values.size(), false, values.values());
        }
        BtfType.Enum64 values = (BtfType.Enum64) type;
        return new BtfType.Union(values.name(), values.size(), false, List.of());
    }
}
