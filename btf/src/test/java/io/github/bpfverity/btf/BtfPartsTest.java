package io.github.bpfverity.btf;

import static io.github.bpfverity.btf.Types.at;
import static io.github.bpfverity.btf.Types.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** Parts of types, asked for one by one, are those of the whole type. */
class BtfPartsTest {
    private static final String LONG = "n".repeat(200);

    private final Types types = new Types();
    private final int u32 = types.uint("u32", 4);
    private final int plain = types.struct("plain", 8, at(0, "a", u32), at(4, LONG, u32));
    private final int packed = types.bitStruct("packed", 8, at(0, "a", u32), bits(32, 3, "b", u32));
    private final int narrow = types.enumeration(LONG, 4, true, "A", -1, "B", 1);
    private final int wide = types.enumeration64("wide", false, "C", 1L << 40, "D", -1L);
    private final int proto = types.proto(u32, u32, u32, u32);
    private final int function = types.add(new BtfType.Func("f", proto, BtfType.Func.EXTERN));

    private static List<Member> members(Btf btf, int id) {
        return IntStream.range(0, btf.partCount(id))
                .mapToObj(index -> btf.member(id, index))
                .toList();
    }

    private static List<EnumValue> values(Btf btf, int id) {
        return IntStream.range(0, btf.partCount(id))
                .mapToObj(index -> btf.value(id, index))
                .toList();
    }

    private void check(Btf btf) {
        for (int id : new int[] {plain, packed}) {
            assertThat(members(btf, id)).isEqualTo(((BtfType.Composite) btf.type(id)).members());
        }
        for (int id : new int[] {narrow, wide}) {
            assertThat(values(btf, id)).isEqualTo(((BtfType.Enumeration) btf.type(id)).values());
        }
        assertThat(btf.partCount(proto)).isEqualTo(3);
        assertThat(btf.partCount(u32)).isZero();
        // A function's linkage stands where others have their number of parts.
        assertThat(btf.partCount(function)).isZero();
        assertThat(btf.partCount(0)).isZero();
        assertThat(btf.name(narrow)).isEqualTo(LONG).isSameAs(btf.name(narrow));
    }

    @ByteOrders
    void areThoseOfTheWhole(ByteOrder order) {
        check(types.build(order));
    }

    @ByteOrders
    void ofABaseAreAnsweredForIt(ByteOrder order) throws FormatException {
        Btf base = types.build(order);
        BtfBuilder builder = BtfBuilder.splitOn(base);
        int own = builder.add(new BtfType.Struct(LONG, 4, false, List.of(new Member("own", u32, 0, 0))));
        Btf split = builder.build(order, "split");
        check(split);
        assertThat(members(split, own)).containsExactly(new Member("own", u32, 0, 0));
        assertThat(split.name(own)).isSameAs(base.name(narrow));
    }

    @ByteOrders
    void areThereOnlyWhereTheyCanBe(ByteOrder order) {
        Btf btf = types.build(order);
        assertThatThrownBy(() -> btf.member(u32, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("int u32 has no such parts");
        assertThatThrownBy(() -> btf.value(plain, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> btf.member(plain, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> btf.value(wide, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ByteOrders
    void namesThatAreTooLongAreCutInDescriptions(ByteOrder order) {
        int typedef = types.typedef("t".repeat(1001), u32);
        assertThat(types.build(order).describe(typedef)).isEqualTo("typedef " + "t".repeat(1000) + "…");
    }
}
