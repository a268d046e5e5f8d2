package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.Types.at;
import static io.github.bpfverity.btf.Types.bits;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, sizes and alignments. */
class BtfLookupTest {
    private final Types types = new Types();

    private Btf build() {
        return types.build(ByteOrder.LITTLE_ENDIAN);
    }

    /** The first questions are answered without an index and the later ones with it, so each is asked often. */
    @Test
    void findsByNameAndKindHoweverOftenAsked() {
        int u32 = types.uint("u32", 4);
        int struct = types.struct("thing", 4, at(0, "x", u32));
        int typedef = types.typedef("thing", struct);
        int second = types.struct("thing", 4, at(0, "y", u32));
        int longer = types.struct("thing_with_a_longer_name", 4, at(0, "y", u32));
        Btf btf = build();

        for (int i = 0; i < 20; i++) {
            assertThat(btf.find(BtfKind.STRUCT, "thing")).hasValue(struct);
            assertThat(btf.find(BtfKind.TYPEDEF, "thing")).hasValue(typedef);
            assertThat(btf.find(BtfKind.STRUCT, "thing_with_a_longer_name")).hasValue(longer);
            assertThat(btf.find(BtfKind.ENUM, "thing")).isEmpty();
            assertThat(btf.find(BtfKind.STRUCT, "thin")).isEmpty();
            assertThat(btf.find(BtfKind.STRUCT, "")).isEmpty();
            assertThat(btf.idsNamed("thing")).containsExactly(struct, typedef, second);
            assertThat(btf.idsNamed("nothing")).isEmpty();
            assertThat(btf.idsNamed("")).isEmpty();
        }
    }

    @Test
    void findsTypesThatDifferByAFlavour() {
        int first = types.uint("thing___old", 4);
        types.uint("___thing", 4);
        int plain = types.uint("thing", 4);
        types.uint("thing___", 4);
        types.uint("thing__old", 4);
        types.uint("thing____old", 4);
        types.uint("thing___a___b", 4);
        int struct = types.struct("thing___a_longer_one", 4, at(0, "x", plain));
        types.struct("", 4, at(0, "thing___member", plain));
        Btf btf = build();

        assertThat(btf.idsWithFlavour("thing")).containsExactly(first, plain, struct);
        assertThat(btf.idsWithFlavour("thing___a")).containsExactly(7);
        assertThat(btf.idsWithFlavour("")).isEmpty();
    }

    /** Names are looked at eight bytes at a time. */
    @Test
    void findsFlavoursWhereverTheyBegin() {
        for (int length = 1; length < 40; length++) {
            types.uint("n".repeat(length) + "___f", 4);
        }
        Btf btf = build();

        for (int length = 1; length < 40; length++) {
            assertThat(btf.idsWithFlavour("n".repeat(length))).containsExactly(length);
        }
    }

    @Test
    void functionsHaveNoFlavours() throws FormatException {
        var builder = new BtfBuilder();
        int proto = builder.add(new BtfType.FuncProto(0, List.of()));
        builder.add(new BtfType.Func("thing", proto, BtfType.Func.GLOBAL));
        int typedef = builder.add(new BtfType.Typedef("thing", proto));

        Btf btf = builder.build(ByteOrder.LITTLE_ENDIAN, "test");

        assertThat(btf.idsWithFlavour("thing")).containsExactly(typedef);
    }

    @Test
    void findsNamesOfEveryLengthByHash() {
        var names = new java.util.ArrayList<String>();
        for (int length = 1; length < 40; length++) {
            names.add("n".repeat(length));
            names.add("n".repeat(length - 1) + "é");
        }
        names.forEach(name -> types.uint(name, 4));
        Btf btf = build();

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < names.size(); i++) {
                assertThat(btf.idsNamed(names.get(i))).containsExactly(i + 1);
            }
        }
    }

    @Test
    void manyTypesOfOneName() {
        for (int i = 0; i < 100; i++) {
            types.uint("same", 4);
        }
        Btf btf = build();

        for (int round = 0; round < 10; round++) {
            assertThat(btf.idsNamed("same")).hasSize(100).isSorted();
        }
    }

    @Test
    void resolvePassesOverEverythingButTheType() {
        int u32 = types.uint("u32", 4);
        int id = types.add(new BtfType.Const(u32));
        id = types.typedef("a", id);
        id = types.add(new BtfType.Volatile(id));
        id = types.add(new BtfType.Restrict(id));
        id = types.add(new BtfType.TypeTag("user", id, false));
        int pointer = types.ptr(id);
        Btf btf = build();

        assertThat(btf.resolve(id)).isEqualTo(u32);
        assertThat(btf.resolve(pointer)).isEqualTo(pointer);
        assertThat(btf.resolve(0)).isZero();
    }

    @Test
    void sizesAndAlignments() {
        int u8 = types.uint("u8", 1);
        int u16 = types.uint("u16", 2);
        int u64 = types.uint("u64", 8);
        int u128 = types.uint("u128", 16);
        int f80 = types.add(new BtfType.Float("long double", 12));
        int array = types.array(types.array(u16, 3), 5);
        int struct = types.struct("s", 40, at(0, "a", array), at(32, "p", types.ptr(0)));
        int packed = types.struct("packed", 9, at(0, "a", u8), at(1, "b", u64));
        int oddSize = types.struct("odd", 9, at(0, "b", u64), at(8, "a", u8));
        int bitfields = types.bitStruct("bits", 4, bits(0, 3, "a", u64), bits(3, 3, "b", u8));
        int union = types.union("u", 8, at(0, "a", u8), at(0, "b", u64));
        int empty = types.struct("empty", 0);
        int value = types.enumeration("e", 2, false);
        int forward = types.add(new BtfType.Fwd("f", false));
        int proto = types.proto(0);
        int function = types.add(new BtfType.Func("fn", proto, BtfType.Func.GLOBAL));
        int variable = types.add(new BtfType.Var("v", struct, BtfType.Var.GLOBAL));
        int section = types.add(new BtfType.Datasec(".data", 64, List.of(new DatasecEntry(variable, 0, 40))));
        int tag = types.add(new BtfType.DeclTag("t", struct, -1, false));
        Btf btf = build();

        assertLayout(btf, 0, -1, 1);
        assertLayout(btf, u8, 1, 1);
        assertLayout(btf, u128, 16, 8);
        assertLayout(btf, f80, 12, 4);
        assertLayout(btf, array, 30, 2);
        assertLayout(btf, struct, 40, 8);
        assertLayout(btf, packed, 9, 1);
        assertLayout(btf, oddSize, 9, 1);
        assertLayout(btf, bitfields, 4, 1);
        assertLayout(btf, union, 8, 8);
        assertLayout(btf, empty, 0, 1);
        assertLayout(btf, value, 2, 2);
        assertLayout(btf, forward, -1, 1);
        assertLayout(btf, proto, -1, 1);
        assertLayout(btf, function, -1, 1);
        assertLayout(btf, variable, 40, 8);
        assertLayout(btf, section, 64, 1);
        assertLayout(btf, tag, -1, 1);
    }

    private static void assertLayout(Btf btf, int id, long size, int align) {
        assertThat(btf.sizeOf(id).orElse(-1)).as("size of %s", btf.describe(id)).isEqualTo(size);
        assertThat(btf.alignOf(id)).as("alignment of %s", btf.describe(id)).isEqualTo(align);
    }

    @Test
    void describesTypes() {
        int union = types.union("", 0);
        int typedef = types.typedef("u", union);
        Btf btf = build();

        assertThat(btf.describe(union)).isEqualTo("union (anonymous)");
        assertThat(btf.describe(typedef)).isEqualTo("typedef u");
        assertThat(btf.place()).isEqualTo("test.o:.BTF");
    }

    @Test
    void builderReplacesTypesAndKeepsStringOffsets() throws Exception {
        int u32 = types.uint("u32", 4);
        int section = types.add(new BtfType.Datasec(".data", 0, List.of()));
        Btf btf = build();
        BtfBuilder copy = BtfBuilder.copyOf(btf);

        assertThat(copy.type(u32)).isEqualTo(btf.type(u32));
        assertThat(copy.nextId()).isEqualTo(3);
        copy.set(section, new BtfType.Datasec(".data", 8, List.of()));
        int offset = copy.addString("extra");
        assertThat(copy.addString("u32")).isEqualTo(1);
        Btf changed = copy.build(ByteOrder.BIG_ENDIAN, "x");

        assertThat(changed.string(offset)).isEqualTo("extra");
        assertThat(changed.sizeOf(section)).hasValue(8);
        assertThat(changed.type(u32)).isEqualTo(btf.type(u32));
    }

    @Test
    void voidCannotBeAdded() {
        types.add(new BtfType.Void());

        org.assertj.core.api.Assertions.assertThatThrownBy(this::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("void is type id 0 and has no record");
    }
}
