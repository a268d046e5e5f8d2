package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.RawBtf.INT_NAME;
import static io.github.bpfverity.btf.RawBtf.NAME;
import static io.github.bpfverity.btf.RawBtf.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.List;

/** What is unusual and right: each kind, and what parsers have been seen to refuse without need. */
class BtfAcceptedTest {
    private static RawBtf raw(ByteOrder order) {
        return new RawBtf(order);
    }

    private static BtfType only(RawBtf raw) throws FormatException {
        Btf btf = raw.parse();
        assertThat(btf.encode()).isEqualTo(raw.bytes());
        return btf.type(btf.typeCount() - 1);
    }

    @ByteOrders
    void noTypesAtAll(ByteOrder order) throws FormatException {
        Btf btf = raw(order).strings("\0").parse();

        assertThat(btf.typeCount()).isEqualTo(1);
        assertThat(btf.order()).isEqualTo(order);
        assertThat(btf.type(0)).isEqualTo(new BtfType.Void());
        assertThat(btf.describe(0)).isEqualTo("void");
        assertThat(btf.name(0)).isEmpty();
        assertThatThrownBy(() -> btf.type(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> btf.type(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> btf.string(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ByteOrders
    void scalars(ByteOrder order) throws FormatException {
        assertThat(only(raw(order).anInt())).isEqualTo(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        assertThat(only(raw(order).type(INT_NAME, info(1, 0), 4, 4 << 24 | 3 << 16 | 5)))
                .isEqualTo(new BtfType.Int("int", 4, BtfType.Int.BOOL, 3, 5));
        assertThat(only(raw(order).type(NAME, info(16, 0), 8))).isEqualTo(new BtfType.Float("name", 8));
    }

    @ByteOrders
    void pointersAndModifiers(ByteOrder order) throws FormatException {
        assertThat(only(raw(order).anInt().type(0, info(2, 0), 1))).isEqualTo(new BtfType.Ptr(1));
        assertThat(only(raw(order).anInt().type(NAME, info(8, 0), 1))).isEqualTo(new BtfType.Typedef("name", 1));
        assertThat(only(raw(order).anInt().type(0, info(9, 0), 1))).isEqualTo(new BtfType.Volatile(1));
        assertThat(only(raw(order).anInt().type(0, info(10, 0), 1))).isEqualTo(new BtfType.Const(1));
        assertThat(only(raw(order).anInt().type(0, info(11, 0), 1))).isEqualTo(new BtfType.Restrict(1));
        assertThat(only(raw(order).anInt().type(NAME, info(18, 0), 1)))
                .isEqualTo(new BtfType.TypeTag("name", 1, false));
        assertThat(only(raw(order).anInt().type(NAME, 1 << 31 | info(18, 0), 1)))
                .isEqualTo(new BtfType.TypeTag("name", 1, true));
    }

    @ByteOrders
    void aggregates(ByteOrder order) throws FormatException {
        var member = new Member("name", 1, 32, 0);
        var bits = new Member("", 1, 33, 7);

        assertThat(only(raw(order).anInt().type(0, info(3, 0), 0, 1, 1, 7))).isEqualTo(new BtfType.Array(1, 1, 7));
        assertThat(only(raw(order).anInt().type(NAME, info(4, 1), 8, NAME, 1, 32)))
                .isEqualTo(new BtfType.Struct("name", 8, false, List.of(member)));
        assertThat(only(raw(order).anInt().type(NAME, 1 << 31 | info(4, 2), 8, NAME, 1, 32, 0, 1, 7 << 24 | 33)))
                .isEqualTo(new BtfType.Struct("name", 8, true, List.of(member, bits)));
        assertThat(only(raw(order).anInt().type(0, info(5, 1), 8, NAME, 1, 32)))
                .isEqualTo(new BtfType.Union("", 8, false, List.of(member)));
        assertThat(only(raw(order).type(NAME, info(7, 0), 0))).isEqualTo(new BtfType.Fwd("name", false));
        assertThat(only(raw(order).type(NAME, 1 << 31 | info(7, 0), 0))).isEqualTo(new BtfType.Fwd("name", true));
    }

    @ByteOrders
    void enumerations(ByteOrder order) throws FormatException {
        assertThat(only(raw(order).type(NAME, info(6, 1), 4, INT_NAME, -1)))
                .isEqualTo(new BtfType.Enum("name", 4, false, List.of(new EnumValue("int", 0xffffffffL))));
        assertThat(only(raw(order).type(NAME, 1 << 31 | info(6, 1), 1, INT_NAME, -1)))
                .isEqualTo(new BtfType.Enum("name", 1, true, List.of(new EnumValue("int", -1))));
        assertThat(only(raw(order).type(NAME, info(19, 2), 8, INT_NAME, -2, 5, NAME, 1, -1)))
                .isEqualTo(new BtfType.Enum64(
                        "name",
                        8,
                        false,
                        List.of(new EnumValue("int", 0x5fffffffeL), new EnumValue("name", 0xffffffff00000001L))));
    }

    @ByteOrders
    void enumDeclaredOnly(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).type(NAME, info(6, 0), 0);

        assertThat(only(raw)).isEqualTo(new BtfType.Enum("name", 0, false, List.of()));
        assertThat(raw.parse().sizeOf(1)).hasValue(0);
        assertThat(raw.parse().alignOf(1)).isEqualTo(1);
    }

    @ByteOrders
    void fwdWithANumberThatMeansNothing(ByteOrder order) throws FormatException {
        assertThat(only(raw(order).type(NAME, info(7, 0), 1))).isEqualTo(new BtfType.Fwd("name", false));
    }

    @ByteOrders
    void declarations(ByteOrder order) throws FormatException {
        assertThat(only(raw(order).anInt().type(0, info(13, 2), 1, NAME, 1, 0, 0)))
                .isEqualTo(new BtfType.FuncProto(1, List.of(new Param("name", 1), new Param("", 0))));
        assertThat(only(raw(order).type(0, info(13, 0), 0).type(NAME, info(12, 2), 1)))
                .isEqualTo(new BtfType.Func("name", 1, BtfType.Func.EXTERN));
        assertThat(only(raw(order).anInt().type(NAME, info(14, 0), 1, 1)))
                .isEqualTo(new BtfType.Var("name", 1, BtfType.Var.GLOBAL));
        assertThat(only(raw(order).anInt().type(NAME, info(17, 0), 1, -1)))
                .isEqualTo(new BtfType.DeclTag("name", 1, -1, false));
        assertThat(only(raw(order).anInt().type(NAME, 1 << 31 | info(17, 0), 1, 3)))
                .isEqualTo(new BtfType.DeclTag("name", 1, 3, true));
    }

    @ByteOrders
    void datasecThatItsLoaderHasYetToFill(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).anInt().type(NAME, info(14, 0), 1, 0).type(NAME, info(15, 1), 0, 2, 12, 4);

        assertThat(only(raw)).isEqualTo(new BtfType.Datasec("name", 0, List.of(new DatasecEntry(2, 12, 4))));
    }

    @ByteOrders
    void datasecThatIsFullToItsEnd(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).anInt().type(NAME, info(14, 0), 1, 0).type(NAME, info(15, 1), 16, 2, 12, 4);

        assertThat(only(raw)).isEqualTo(new BtfType.Datasec("name", 16, List.of(new DatasecEntry(2, 12, 4))));
    }

    @ByteOrders
    void datasecOfExternFunctions(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order)
                .type(0, info(13, 0), 0)
                .type(NAME, info(12, BtfType.Func.EXTERN), 1)
                .type(NAME, info(15, 1), 0, 2, 0, 0);

        assertThat(only(raw)).isEqualTo(new BtfType.Datasec("name", 0, List.of(new DatasecEntry(2, 0, 0))));
    }

    @ByteOrders
    void flexibleArrayAtTheEndOfAStruct(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).anInt().type(0, info(3, 0), 0, 1, 1, 0).type(NAME, info(4, 1), 4, NAME, 2, 32);

        assertThat(only(raw).kind()).isEqualTo(BtfKind.STRUCT);
    }

    @ByteOrders
    void cyclesThroughPointers(ByteOrder order) throws FormatException {
        Btf list = raw(order)
                .type(NAME, info(4, 1), 8, NAME, 2, 0)
                .type(0, info(2, 0), 1)
                .parse();
        Btf function =
                raw(order).type(0, info(13, 1), 0, 0, 2).type(0, info(2, 0), 1).parse();

        assertThat(list.sizeOf(1)).hasValue(8);
        assertThat(function.sizeOf(2)).hasValue(8);
        assertThat(function.sizeOf(1)).isEmpty();
    }

    @ByteOrders
    void deepestNestingAllowed(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).anInt();
        for (int id = 1; id < 64; id++) {
            raw.type(NAME, info(8, 0), id);
        }
        Btf btf = raw.parse();

        assertThat(btf.resolve(64)).isEqualTo(1);
        assertThat(btf.sizeOf(64)).hasValue(4);
        assertThat(btf.alignOf(64)).isEqualTo(4);
    }

    @ByteOrders
    void largestArrayAllowed(ByteOrder order) throws FormatException {
        Btf btf = raw(order)
                .anInt()
                .type(0, info(3, 0), 0, 1, 1, 0x3fffffff)
                .type(0, info(3, 0), 0, 0, 1, -1)
                .parse();

        assertThat(btf.sizeOf(2)).hasValue(0xfffffffcL);
        assertThat(btf.sizeOf(3)).isEmpty();
    }

    // Linux 7.1

    @ByteOrders
    void longHeaderWithLayout(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).longHeader().knownLayout().anInt();

        assertThat(only(raw)).isInstanceOf(BtfType.Int.class);
    }

    @ByteOrders
    void longHeaderWithoutLayout(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).longHeader().anInt();
        raw.layoutOffset = 0;

        assertThat(raw.parse().typeCount()).isEqualTo(2);
    }

    @ByteOrders
    void headerLongerThanKnownHere(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order).anInt();
        raw.headerLength = 40;

        assertThat(raw.parse().typeCount()).isEqualTo(2);
    }

    @ByteOrders
    void kindOfTheFuture(ByteOrder order) throws FormatException {
        RawBtf raw = raw(order)
                .longHeader()
                .knownLayout()
                .layoutEntry(4, 8)
                .type(NAME, 1 << 31 | info(20, 2), 9, 1, 2, 3, 4, 5)
                .anInt();
        Btf btf = raw.parse();

        assertThat(btf.type(1)).isEqualTo(new BtfType.Other("name", 20, true, 2, 9, List.of(1, 2, 3, 4, 5)));
        assertThat(btf.kind(1)).isEqualTo(BtfKind.OTHER);
        assertThat(btf.describe(1)).isEqualTo("other name");
        assertThat(btf.sizeOf(1)).isEmpty();
        assertThat(btf.alignOf(1)).isEqualTo(1);
        assertThat(btf.find(BtfKind.INT, "int")).hasValue(2);
        assertThat(btf.encode()).isEqualTo(raw.bytes());
    }

    @ByteOrders
    void moreMembersThanSixteenBitsCount(ByteOrder order) throws FormatException {
        int count = 0x10001;
        RawBtf raw = raw(order).type(NAME, info(6, count), 4);
        for (int i = 0; i < count; i++) {
            raw.more(0, i);
        }

        assertThat(((BtfType.Enum) only(raw)).values()).hasSize(count);
    }

    // Split BTF

    @ByteOrders
    void splitWithoutStringsOfItsOwn(ByteOrder order) throws FormatException {
        Btf base = raw(order).anInt().parse();
        RawBtf raw = raw(order).strings("").type(NAME, info(8, 0), 1);
        Btf split = raw.parseSplit(base);

        assertThat(split.type(2)).isEqualTo(new BtfType.Typedef("name", 1));
        assertThat(split.sizeOf(2)).hasValue(4);
        assertThat(split.encode()).isEqualTo(raw.bytes());
    }

    @ByteOrders
    void splitWithTypesAndStringsOfBoth(ByteOrder order) throws FormatException {
        Btf base = raw(order).anInt().parse();
        RawBtf raw = raw(order).strings("more\0").type(10, info(8, 0), 1).type(INT_NAME, info(4, 1), 4, 10, 2, 0);
        Btf split = raw.parseSplit(base);

        assertThat(split.base()).containsSame(base);
        assertThat(split.firstId()).isEqualTo(2);
        assertThat(split.typeCount()).isEqualTo(4);
        assertThat(split.kind(1)).isEqualTo(BtfKind.INT);
        assertThat(split.type(1)).isEqualTo(base.type(1));
        assertThat(split.name(1)).isEqualTo("int");
        assertThat(split.name(2)).isEqualTo("more");
        assertThat(split.string(7)).isEqualTo("nt");
        assertThat(split.resolve(2)).isEqualTo(1);
        assertThat(split.resolve(1)).isEqualTo(1);
        assertThat(split.alignOf(3)).isEqualTo(4);
        assertThat(split.idsNamed("int")).containsExactly(1, 3);
        assertThat(split.find(BtfKind.INT, "int")).hasValue(1);
        assertThat(split.find(BtfKind.STRUCT, "int")).hasValue(3);
        assertThat(split.find(BtfKind.UNION, "int")).isEmpty();
        assertThat(split.encode()).isEqualTo(raw.bytes());
    }

    @ByteOrders
    void splitWithoutTypes(ByteOrder order) throws FormatException {
        Btf base = raw(order).anInt().parse();

        assertThat(raw(order).strings("").parseSplit(base).typeCount()).isEqualTo(2);
    }
}
