package io.github.bpfverity.btf.core;

import static io.github.bpfverity.btf.CoreRelocationKind.TYPE_EXISTS;
import static io.github.bpfverity.btf.CoreRelocationKind.TYPE_MATCHES;
import static io.github.bpfverity.btf.Types.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.Types;
import java.nio.ByteOrder;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Which types are the same for {@code TYPE_EXISTS}, for {@code TYPE_MATCHES}, and as fields. */
class TypeComparisonTest {
    /** Compares two types under one typedef each, so that any kind can be asked about. */
    private static boolean holds(
            CoreRelocationKind kind, ToIntFunction<Types> localType, ToIntFunction<Types> kernelType) {
        var core = new CoreFixture(ByteOrder.LITTLE_ENDIAN);
        int type = core.local.typedef("t", localType.applyAsInt(core.local));
        core.kernel.typedef("t", kernelType.applyAsInt(core.kernel));
        return core.value(kind, type, "0").targetValue() == 1;
    }

    private static void assertExists(boolean expected, ToIntFunction<Types> one, ToIntFunction<Types> other) {
        assertThat(holds(TYPE_EXISTS, one, other)).isEqualTo(expected);
    }

    private static void assertMatches(boolean expected, ToIntFunction<Types> one, ToIntFunction<Types> other) {
        assertThat(holds(TYPE_MATCHES, one, other)).isEqualTo(expected);
    }

    private static int u32(Types types) {
        return types.uint("u32", 4);
    }

    private static int u64(Types types) {
        return types.uint("u64", 8);
    }

    private static int fwd(Types types, boolean union) {
        return types.add(new BtfType.Fwd("f", union));
    }

    private static int bitInt(Types types) {
        return types.add(new BtfType.Int("b", 4, 0, 3, 5));
    }

    @Test
    void existenceLooksAtKinds() {
        assertExists(true, types -> 0, types -> 0);
        assertExists(true, TypeComparisonTest::u32, TypeComparisonTest::u64);
        assertExists(false, TypeComparisonTest::u32, TypeComparisonTest::bitInt);
        assertExists(false, TypeComparisonTest::u32, types -> types.ptr(0));
        assertExists(true, types -> types.struct("a", 4), types -> types.struct("b", 8));
        assertExists(false, types -> types.struct("a", 4), types -> types.union("a", 4));
        assertExists(true, types -> types.enumeration("a", 4, false), types -> types.enumeration64("b", false));
        assertExists(true, types -> fwd(types, false), types -> fwd(types, true));
        assertExists(
                false, types -> types.add(new BtfType.Float("f", 4)), types -> types.add(new BtfType.Float("f", 4)));
    }

    @Test
    void existenceLooksThroughPointersArraysAndFunctions() {
        assertExists(true, types -> types.ptr(u32(types)), types -> types.ptr(u64(types)));
        assertExists(false, types -> types.ptr(u32(types)), types -> types.ptr(types.ptr(0)));
        assertExists(true, types -> types.array(u32(types), 2), types -> types.array(u64(types), 3));
        assertExists(false, types -> types.array(u32(types), 2), types -> types.array(types.ptr(0), 2));
        assertExists(true, types -> types.proto(0, u32(types)), types -> types.proto(0, u64(types)));
        assertExists(false, types -> types.proto(0, u32(types)), types -> types.proto(0));
        assertExists(false, types -> types.proto(0, u32(types)), types -> types.proto(0, types.ptr(0)));
        assertExists(false, types -> types.proto(0), types -> types.proto(u32(types)));
    }

    private static int deepPointer(Types types) {
        int id = 0;
        for (int i = 0; i < 40; i++) {
            id = types.ptr(id);
        }
        return id;
    }

    private static boolean compatible(ToIntFunction<Types> localType, ToIntFunction<Types> kernelType) {
        Types local = new Types();
        Types kernel = new Types();
        int localId = localType.applyAsInt(local);
        int kernelId = kernelType.applyAsInt(kernel);
        return TypeComparison.compatible(
                local.build(ByteOrder.LITTLE_ENDIAN), localId, kernel.build(ByteOrder.LITTLE_ENDIAN), kernelId);
    }

    @Test
    void outsideOfRelocationsTheSameTypesAreCompatible() {
        assertThat(compatible(types -> types.proto(0, u32(types)), types -> types.proto(0, u64(types))))
                .isTrue();
        assertThat(compatible(types -> types.proto(0, u32(types)), types -> types.proto(0)))
                .isFalse();
        assertThat(compatible(TypeComparisonTest::deepPointer, TypeComparisonTest::deepPointer))
                .isFalse();
    }

    @Test
    void nothingIsComparedWithoutEnd() {
        assertThatThrownBy(() -> holds(TYPE_EXISTS, TypeComparisonTest::deepPointer, TypeComparisonTest::deepPointer))
                .isInstanceOf(CoreException.class)
                .hasMessage("typedef t (type_exists): ptr (anonymous) is nested too deep to compare");
        assertThatThrownBy(() -> holds(TYPE_MATCHES, TypeComparisonTest::deepPointer, TypeComparisonTest::deepPointer))
                .isInstanceOf(CoreException.class)
                .hasMessage("typedef t (type_matches): ptr (anonymous) is nested too deep to compare");
    }

    @Test
    void matchLooksAtNamesAndSizes() {
        assertMatches(true, types -> 0, types -> 0);
        assertMatches(false, types -> 0, types -> types.ptr(0));
        assertMatches(true, TypeComparisonTest::u32, TypeComparisonTest::u32);
        assertMatches(false, TypeComparisonTest::u32, TypeComparisonTest::u64);
        assertMatches(false, TypeComparisonTest::u32, types -> types.uint("u32", 8));
        assertMatches(false, TypeComparisonTest::u32, types -> types.sint("u32", 4));
        assertMatches(false, TypeComparisonTest::u32, types -> types.struct("u32", 4));
        assertMatches(
                false, types -> types.add(new BtfType.Float("f", 4)), types -> types.add(new BtfType.Float("f", 4)));
    }

    @Test
    void matchOfStructs() {
        ToIntFunction<Types> small = types -> types.struct("s", 4, at(0, "a", u32(types)));
        ToIntFunction<Types> large = types -> {
            int u32 = u32(types);
            return types.struct("s", 8, at(0, "b", u32), at(4, "a", u32));
        };

        assertMatches(true, small, small);
        assertMatches(true, small, large);
        assertMatches(false, large, small);
        assertMatches(false, small, types -> types.struct("s", 8, at(0, "a", u64(types))));
        assertMatches(false, small, types -> types.union("s", 4, at(0, "a", u32(types))));
        assertMatches(false, small, types -> types.struct("other", 4, at(0, "a", u32(types))));
        assertMatches(true, types -> types.struct("s___mine", 4, at(0, "a", u32(types))), small);
    }

    @Test
    void matchBehindPointersLooksAtNamesOnly() {
        ToIntFunction<Types> pointer = types -> types.ptr(types.struct("s", 4, at(0, "a", u32(types))));

        assertMatches(true, pointer, types -> types.ptr(types.struct("s", 0)));
        assertMatches(false, pointer, types -> types.ptr(types.struct("other", 0)));
        assertMatches(false, pointer, types -> types.ptr(types.union("s", 0)));
        assertMatches(false, pointer, TypeComparisonTest::u32);
        assertMatches(true, types -> types.ptr(types.struct("f", 0)), types -> types.ptr(fwd(types, false)));
        assertMatches(false, types -> types.ptr(types.struct("f", 0)), types -> types.ptr(fwd(types, true)));
        assertMatches(true, types -> types.ptr(types.union("f", 0)), types -> types.ptr(fwd(types, true)));
        assertMatches(true, types -> types.ptr(fwd(types, false)), types -> types.ptr(types.struct("f", 0)));
        assertMatches(true, types -> types.ptr(fwd(types, true)), types -> types.ptr(types.union("f", 0)));
        assertMatches(false, types -> types.ptr(fwd(types, true)), types -> types.ptr(types.struct("f", 0)));
    }

    @Test
    void matchOfForwardDeclarations() {
        assertMatches(true, types -> fwd(types, true), types -> fwd(types, true));
        assertMatches(false, types -> fwd(types, true), types -> fwd(types, false));
        assertMatches(false, types -> fwd(types, false), types -> types.struct("f", 0));
    }

    @Test
    void matchOfEnumerations() {
        ToIntFunction<Types> two = types -> types.enumeration("e", 8, false, "A", 1, "B", 2);

        assertMatches(true, two, types -> types.enumeration("e", 8, false, "B", 7, "A", 8, "C", 9));
        assertMatches(true, two, types -> types.enumeration64("e", false, "B", 7, "A", 8));
        assertMatches(true, types -> types.enumeration("e", 8, false, "A___x", 1), two);
        assertMatches(false, two, types -> types.enumeration("e", 4, false, "A", 1, "B", 2));
        assertMatches(false, two, types -> types.enumeration("e", 8, false, "A", 1));
        assertMatches(false, two, types -> types.enumeration("e", 8, false, "A", 1, "C", 2));
        assertMatches(false, two, types -> types.uint("e", 8));
    }

    @Test
    void matchOfArraysAndFunctions() {
        assertMatches(true, types -> types.array(u32(types), 2), types -> types.array(u32(types), 2));
        assertMatches(false, types -> types.array(u32(types), 2), types -> types.array(u32(types), 3));
        assertMatches(false, types -> types.array(u32(types), 2), types -> types.ptr(u32(types)));
        assertMatches(true, types -> types.proto(0, u32(types)), types -> types.proto(0, u32(types)));
        assertMatches(false, types -> types.proto(0, u32(types)), types -> types.proto(0, u64(types)));
        assertMatches(false, types -> types.proto(0, u32(types)), types -> types.proto(0));
        assertMatches(false, types -> types.proto(0), types -> types.proto(u32(types)));
        assertMatches(false, types -> types.proto(0), types -> types.ptr(0));
    }

    private static boolean fields(ToIntFunction<Types> localType, ToIntFunction<Types> kernelType) {
        var local = new Types();
        var kernel = new Types();
        int one = localType.applyAsInt(local);
        int other = kernelType.applyAsInt(kernel);
        Btf localBtf = local.build(ByteOrder.LITTLE_ENDIAN);
        return new TypeCompatibility(localBtf, kernel.build(ByteOrder.LITTLE_ENDIAN)).fields(one, other);
    }

    @Test
    void fieldsThatMayStandForEachOther() {
        assertThat(fields(types -> types.struct("a", 4), types -> types.union("b", 8)))
                .isTrue();
        assertThat(fields(types -> types.ptr(0), types -> types.ptr(u32(types))))
                .isTrue();
        assertThat(fields(TypeComparisonTest::u32, types -> types.sint("s", 1))).isTrue();
        assertThat(fields(TypeComparisonTest::u32, TypeComparisonTest::bitInt)).isFalse();
        assertThat(fields(TypeComparisonTest::bitInt, TypeComparisonTest::u32)).isFalse();
        assertThat(fields(TypeComparisonTest::u32, types -> types.ptr(0))).isFalse();
        assertThat(fields(types -> types.add(new BtfType.Float("f", 4)), types -> types.add(new BtfType.Float("g", 8))))
                .isTrue();
        assertThat(fields(types -> types.array(u32(types), 3), types -> types.array(u64(types), 9)))
                .isTrue();
        assertThat(fields(types -> types.array(u32(types), 3), types -> types.array(types.ptr(0), 3)))
                .isFalse();
        assertThat(fields(types -> types.proto(0), types -> types.proto(0))).isFalse();
        assertThat(fields(types -> 0, types -> 0)).isFalse();
    }

    @Test
    void fieldsOfEnumerationsAndForwardsByName() {
        ToIntFunction<Types> named = types -> types.enumeration("e___x", 4, false);

        assertThat(fields(named, types -> types.enumeration64("e", false))).isTrue();
        assertThat(fields(named, types -> types.enumeration("", 4, false))).isTrue();
        assertThat(fields(types -> types.enumeration("", 4, false), named)).isTrue();
        assertThat(fields(named, types -> types.enumeration("other", 4, false))).isFalse();
        assertThat(fields(types -> fwd(types, false), types -> fwd(types, true)))
                .isTrue();
        assertThat(fields(types -> fwd(types, false), types -> types.add(new BtfType.Fwd("g", false))))
                .isFalse();
    }
}
