package io.github.bpfverity.btf.core;

import static io.github.bpfverity.btf.CoreRelocationKind.*;
import static io.github.bpfverity.btf.Types.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Types;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candidates, the walk to a field, and what happens when candidates differ. */
class CoreResolverTest {
    private final CoreFixture core = new CoreFixture(ByteOrder.LITTLE_ENDIAN);
    private final Types local = core.local;
    private final Types kernel = core.kernel;
    private final int u32 = local.uint("unsigned int", 4);
    private final int kernelU32 = kernel.uint("unsigned int", 4);
    private final int kernelU64 = kernel.uint("unsigned long", 8);

    private long offset(int struct, String access) {
        return core.value(FIELD_BYTE_OFFSET, struct, access).targetValue();
    }

    private void assertFails(CoreRelocationKind kind, int type, String access, String message) {
        assertThatThrownBy(() -> core.resolve(kind, type, access))
                .isInstanceOf(CoreException.class)
                .hasMessage(message);
    }

    // Names

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "foo___bar, foo",
        "foo___a___b, foo___a",
        "___foo, ___foo",
        "foo___, foo___",
        "foo____bar, foo____bar",
        "_____, _____",
        "a___b____, a",
        "foo__bar, foo__bar",
        "a____b___c, a____b"
    })
    void essentialNames(String name, String essential) {
        assertThat(EssentialName.of(name)).isEqualTo(essential);
    }

    @Test
    void aFlavourStandsForTheKernelsType() {
        int flavour = local.struct("foo___old", 4, at(0, "x", u32));
        kernel.struct("foo", 8, at(4, "x", kernelU32));

        assertThat(offset(flavour, "0:0")).isEqualTo(4);
    }

    @Test
    void theKernelMayHaveFlavoursToo() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.struct("foo___2", 8, at(4, "x", kernelU32));

        assertThat(offset(struct, "0:0")).isEqualTo(4);
    }

    @Test
    void aStructIsNotLookedForAmongUnions() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.union("foo", 4, at(0, "x", kernelU32));

        assertThat(core.poison(FIELD_BYTE_OFFSET, struct, "0:0"))
                .isEqualTo("struct foo.x (byte_off): there is no struct foo in vmlinux");
    }

    @Test
    void typesWithoutANameCannotBeLookedFor() {
        int struct = local.struct("", 4, at(0, "x", u32));

        assertThat(core.value(TYPE_ID_LOCAL, struct, "0").targetValue()).isEqualTo(struct);
        assertFails(
                FIELD_EXISTS,
                struct,
                "0:0",
                "struct (anonymous).x (field_exists): a type without a name cannot be looked for");
    }

    @Test
    void throughATypedef() {
        int typedef = local.typedef("foo_t", local.struct("", 4, at(0, "x", u32)));
        kernel.typedef("foo_t", kernel.add(new BtfType.Const(kernel.struct("", 8, at(4, "x", kernelU32)))));

        assertThat(offset(typedef, "0:0")).isEqualTo(4);
    }

    // Modules

    private Btf module(String name) {
        var module = new Types(BtfBuilder.splitOn(kernel.build(ByteOrder.LITTLE_ENDIAN)));
        module.struct(name, 16, at(8, "x", kernelU32));
        return module.build(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void modulesAreLookedIntoForWhatTheKernelLacks() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        int other = local.struct("other", 4, at(0, "x", u32));
        core.module("xfs", module("foo")).module("ext4", module("bar"));

        assertThat(offset(struct, "0:0")).isEqualTo(8);
        assertThat(core.poison(FIELD_BYTE_OFFSET, other, "0:0"))
                .isEqualTo("struct other.x (byte_off): there is no struct other in vmlinux or any module");
        assertThat(core.moduleQuestions()).isEqualTo(1);
    }

    @Test
    void modulesAreNotAskedForWhatTheKernelHas() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        int gone = local.struct("foo___gone", 4, at(0, "y", u32));
        kernel.struct("foo", 4, at(0, "x", kernelU32));
        core.module("xfs", module("foo"));

        assertThat(offset(struct, "0:0")).isZero();
        assertThat(core.poison(FIELD_BYTE_OFFSET, gone, "0:0"))
                .isEqualTo("struct foo___gone.y (byte_off): struct foo has no member y in vmlinux");
        assertThat(core.moduleQuestions()).isZero();
    }

    // Ambiguity

    @Test
    void candidatesThatAgree() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.struct("foo", 8, at(4, "x", kernelU32));
        kernel.struct("foo___2", 16, at(4, "x", kernelU64));

        assertThat(offset(struct, "0:0")).isEqualTo(4);
    }

    @Test
    void candidatesThatDisagreeOnTheOffset() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.struct("foo", 8, at(4, "x", kernelU32));
        kernel.struct("foo", 16, at(8, "x", kernelU32));

        assertFails(
                FIELD_BYTE_OFFSET,
                struct,
                "0:0",
                "struct foo.x (byte_off): candidates disagree: type id 3 in vmlinux has 4 at bit 32,"
                        + " type id 4 in vmlinux has 8 at bit 64");
    }

    @Test
    void candidatesThatDisagreeOnTheValue() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.struct("foo", 8, at(0, "x", kernelU32));
        kernel.struct("foo", 16, at(0, "x", kernelU64));

        assertThat(core.value(FIELD_EXISTS, struct, "0:0").targetValue()).isEqualTo(1);
        assertFails(
                FIELD_BYTE_SIZE,
                struct,
                "0:0",
                "struct foo.x (byte_sz): candidates disagree: type id 3 in vmlinux has 4, type id 4 in vmlinux has 8");
        assertFails(
                TYPE_ID_TARGET,
                struct,
                "0",
                "struct foo (target_type_id): candidates disagree: type id 3 in vmlinux has 3,"
                        + " type id 4 in vmlinux has 4");
    }

    @Test
    void aCandidateOnceRuledOutStaysOut() {
        int struct = local.struct("foo", 8, at(0, "x", u32), at(4, "y", u32));
        kernel.struct("foo", 8, at(4, "x", kernelU32));
        kernel.struct("foo", 16, at(8, "x", kernelU32), at(12, "y", kernelU32));

        assertThat(offset(struct, "0:1")).isEqualTo(12);
        assertThat(offset(struct, "0:0")).isEqualTo(8);
    }

    @Test
    void candidatesAllRuledOutAreTriedAgain() {
        int struct = local.struct("foo", 8, at(0, "x", u32), at(4, "y", u32));
        kernel.struct("foo", 8, at(4, "x", kernelU32));

        assertThat(core.value(FIELD_EXISTS, struct, "0:1").targetValue()).isZero();
        assertThat(offset(struct, "0:0")).isEqualTo(4);
    }

    // The walk

    @Test
    void fieldsMoveIntoAndOutOfAnonymousMembers() {
        int inner = local.struct("", 8, at(0, "a", u32), at(4, "b", u32));
        int struct = local.struct("foo", 16, at(0, "first", u32), at(8, "", inner));
        int flat = local.struct("bar", 4, at(0, "deep", u32));
        kernel.struct("foo", 32, at(24, "b", kernelU32));
        int union = kernel.union("", 8, at(0, "other", kernelU64), at(0, "deep", kernelU32));
        kernel.struct("bar", 32, at(0, "", kernelU64), at(16, "", kernel.add(new BtfType.Volatile(union))));

        assertThat(offset(struct, "0:1:1")).isEqualTo(24);
        assertThat(offset(flat, "0:0")).isEqualTo(16);
    }

    /** Each union holds the one before it twice: trying every path would take 2 to the 40th steps. */
    @Test
    void anonymousMembersAreSearchedOnce() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        int inner = kernel.union("", 4, at(0, "other", kernelU32));
        for (int i = 0; i < 40; i++) {
            inner = kernel.union("", 4, at(0, "", inner), at(0, "", inner));
        }
        kernel.struct("foo", 8, at(0, "", inner), at(4, "x", kernelU32));

        assertThat(offset(struct, "0:0")).isEqualTo(4);
    }

    @Test
    void membersOfMembers() {
        int inner = local.struct("inner", 8, at(4, "b", u32));
        int struct = local.struct("foo", 16, at(8, "in", inner));
        int kernelInner = kernel.union("renamed", 16, at(12, "b", kernelU32));
        kernel.struct("foo", 64, at(32, "in", kernel.typedef("t", kernelInner)));

        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "0:0:0"))
                .isEqualTo(new CoreResult.Value(12, 44, true, new CoreResult.MemoryAccess(4, 4, true)));
    }

    @Test
    void elementsOfArrays() {
        int struct = local.struct("foo", 40, at(0, "a", local.array(u32, 10)));
        kernel.struct("foo", 88, at(8, "a", kernel.array(kernelU64, 10)));

        assertThat(offset(struct, "0:0:3")).isEqualTo(8 + 3 * 8);
        assertThat(core.value(FIELD_BYTE_SIZE, struct, "0:0:3").targetValue()).isEqualTo(8);
        assertThat(core.value(FIELD_BYTE_SIZE, struct, "0:0").targetValue()).isEqualTo(80);
    }

    /** A load of an array's first element accesses an element, not the array. */
    @Test
    void loadsOfArraysTakeOneElement() {
        int struct = local.struct("foo", 48, at(0, "a", local.array(local.array(u32, 3), 4)));
        kernel.struct("foo", 96, at(0, "a", kernel.array(kernel.array(kernelU64, 3), 4)));

        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "0:0").memory())
                .isEqualTo(new CoreResult.MemoryAccess(4, 8, false));
        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "0:0:1").memory())
                .isEqualTo(new CoreResult.MemoryAccess(4, 8, false));
        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "0:0:1:1").memory())
                .isEqualTo(new CoreResult.MemoryAccess(4, 8, true));
    }

    @Test
    void elementsOfThePointerItself() {
        int struct = local.struct("foo", 4, at(0, "x", u32));
        kernel.struct("foo", 24, at(8, "x", kernelU32));

        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "2:0"))
                .isEqualTo(new CoreResult.Value(8, 56, true, new CoreResult.MemoryAccess(4, 4, true)));
        assertThat(core.value(FIELD_BYTE_OFFSET, struct, "2").targetValue()).isEqualTo(48);
    }

    @Test
    void elementsPastTheEndOfTheKernelsArray() {
        int struct = local.struct("foo", 40, at(0, "a", local.array(u32, 10)));
        kernel.struct("foo", 8, at(0, "a", kernel.array(kernelU32, 2)));

        assertThat(core.poison(FIELD_BYTE_OFFSET, struct, "0:0:2"))
                .isEqualTo("struct foo.a[2] (byte_off): array of 2 elements has no element 2 in vmlinux");
        assertThat(core.value(FIELD_EXISTS, struct, "0:0:1").targetValue()).isEqualTo(1);
        assertThat(core.value(FIELD_EXISTS, struct, "0:0:2").targetValue()).isZero();
    }

    @Test
    void flexibleArraysHaveAnyElement() {
        int struct = local.struct("foo", 4, at(0, "n", u32), at(4, "a", local.array(u32, 0)));
        kernel.struct("foo", 8, at(0, "n", kernelU64), at(8, "a", kernel.array(kernelU32, 0)));

        assertThat(offset(struct, "0:1:100")).isEqualTo(8 + 400);
    }

    @Test
    void emptyArraysThatDoNotEndTheirStructAreNotFlexible() {
        int struct = local.struct("foo", 4, at(0, "a", local.array(u32, 0)), at(0, "n", u32));
        int good = local.struct("bar", 4, at(0, "a", local.array(u32, 5)));
        kernel.struct("bar", 4, at(0, "a", kernel.array(kernelU32, 0)), at(0, "n", kernelU32));

        assertFails(
                FIELD_BYTE_OFFSET,
                struct,
                "0:0:1",
                "struct foo: access string \"0:0:1\" has index 1, array (anonymous) has 0");
        assertThat(core.poison(FIELD_BYTE_OFFSET, good, "0:0:0"))
                .isEqualTo("struct bar.a[0] (byte_off): array of 0 elements has no element 0 in vmlinux");
    }

    @Test
    void aFieldOfAnotherNatureIsNotTheSameField() {
        int inner = local.struct("inner", 4, at(0, "b", u32));
        int struct = local.struct("foo", 8, at(0, "x", u32), at(4, "y", inner));
        kernel.struct("foo", 16, at(0, "x", kernel.ptr(0)), at(8, "y", kernelU32));

        assertThat(core.poison(FIELD_BYTE_OFFSET, struct, "0:0"))
                .isEqualTo("struct foo.x (byte_off): member x of struct foo is ptr (anonymous),"
                        + " in the program int unsigned int, in vmlinux");
        assertThat(core.poison(FIELD_BYTE_OFFSET, struct, "0:1:0")).contains("member y of struct foo is");
    }

    @Test
    void aFieldInsideWhatIsNoStructThere() {
        int struct = local.struct("foo", 8, at(0, "p", local.ptr(u32)));
        int wrong = local.struct("bar", 8, at(0, "p", local.struct("", 4, at(0, "q", u32))));
        kernel.struct("bar", 8, at(0, "p", kernel.union("u", 8)));

        assertFails(
                FIELD_EXISTS,
                struct,
                "0:0:0",
                "struct foo: access string \"0:0:0\" enters ptr (anonymous), expected a struct, union or array");
        assertThat(core.poison(FIELD_BYTE_OFFSET, wrong, "0:0:0"))
                .isEqualTo("struct bar.p.q (byte_off): union u has no member q in vmlinux");
    }

    @Test
    void twoThousandRelocationsAgainstALargeStruct() {
        var members = new Member[500];
        for (int i = 0; i < members.length; i++) {
            members[i] = at(4L * i, "m" + i, u32);
        }
        int struct = local.struct("big", 2000, members);
        kernel.struct("big", 2000, members);
        for (int i = 0; i < 2000; i++) {
            assertThat(offset(struct, "0:" + i % 500)).isEqualTo(4L * (i % 500));
        }
    }
}
