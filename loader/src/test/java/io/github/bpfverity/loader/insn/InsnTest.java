package io.github.bpfverity.loader.insn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsnTest {
    @Test
    void fieldsReadBackAsTheyWereGiven() {
        qt().forAll(
                        integers().between(0, 255),
                        integers().between(0, 15),
                        integers().all(),
                        integers().all())
                .check((opcode, register, off, imm) -> {
                    long insn = Insn.of(opcode, register, 15 - register, off, imm);
                    return Insn.opcode(insn) == opcode
                            && Insn.dst(insn) == register
                            && Insn.src(insn) == 15 - register
                            && Insn.off(insn) == (short) (int) off
                            && Insn.imm(insn) == imm;
                });
    }

    @Test
    void replacingOneFieldLeavesTheOthers() {
        qt().forAll(longs().all(), integers().all()).check((insn, value) -> {
            long all = Insn.withImm(Insn.withOff(Insn.withSrc(Insn.withOpcode(insn, value), value), value), value);
            return all == Insn.of(value, Insn.dst(insn), value, value, value)
                    && Insn.withOff(insn, Insn.off(insn)) == insn
                    && Insn.withImm(insn, Insn.imm(insn)) == insn
                    && Insn.withSrc(insn, Insn.src(insn)) == insn;
        });
    }

    @Test
    void decodeUndoesEncode() {
        qt().forAll(lists().of(longs().all()).ofSizeBetween(0, 20)).check(list -> {
            long[] code = list.stream().mapToLong(Long::longValue).toArray();
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                if (!Arrays.equals(code, Insn.decode(Insn.encode(code, order), order))) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void encodesAsTheKernelLaysItOut() {
        long[] code = {Insn.of(0x61, 1, 2, 0x1234, 0x89abcdef)};
        assertThat(Insn.encode(code, ByteOrder.LITTLE_ENDIAN))
                .containsExactly(0x61, 0x21, 0x34, 0x12, 0xef, 0xcd, 0xab, 0x89);
        assertThat(Insn.encode(code, ByteOrder.BIG_ENDIAN))
                .containsExactly(0x61, 0x12, 0x12, 0x34, 0x89, 0xab, 0xcd, 0xef);
    }

    @Test
    void refusesHalfAnInstruction() {
        assertThatThrownBy(() -> Insn.decode(new byte[12], ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 bytes");
    }

    @Test
    void wideImmediatesSpanBothSlots() {
        qt().forAll(longs().all()).check(value -> {
            long[] code = {Insn.of(Insn.LD_IMM64, 3, 0, 0, 7), 0};
            Insn.setWideImmediate(code, 0, value);
            return Insn.wideImmediate(code[0], code[1]) == value && Insn.dst(code[0]) == 3;
        });
    }

    @Test
    void accessSizesAreTheirCodesInverse() {
        for (int size : new int[] {1, 2, 4, 8}) {
            assertThat(Insn.accessSize(Insn.of(Insn.LDX | Insn.MEM | Insn.sizeCode(size), 0, 0, 0, 0)))
                    .isEqualTo(size);
        }
        assertThat(Insn.sizeCode(3)).isNegative();
    }

    @Test
    void disassemblesInTheVerifiersNotation() {
        assertThat(Insn.toString(Insn.of(0x61, 1, 2, -8, 0))).isEqualTo("r1 = *(u32 *)(r2 - 8)");
        assertThat(Insn.toString(Insn.of(0x81, 1, 2, 4, 0))).isEqualTo("r1 = *(s32 *)(r2 + 4)");
        assertThat(Insn.toString(Insn.of(0x7b, 10, 1, -16, 0))).isEqualTo("*(u64 *)(r10 - 16) = r1");
        assertThat(Insn.toString(Insn.of(0xb7, 0, 0, 0, -1))).isEqualTo("r0 = -1");
        assertThat(Insn.toString(Insn.of(0xbc, 0, 3, 0, 0))).isEqualTo("w0 = w3");
        assertThat(Insn.toString(Insn.of(0x85, 0, 0, 0, 14))).isEqualTo("call helper #14");
        assertThat(Insn.toString(Insn.of(0x85, 0, 1, 0, 3))).isEqualTo("call pc+3");
        assertThat(Insn.toString(Insn.of(0x55, 1, 0, 3, 0))).isEqualTo("if r1 != 0 goto pc+3");
        assertThat(Insn.toString(Insn.of(0x18, 1, 1, 0, 5))).isEqualTo("r1 = map[5] ll");
        assertThat(Insn.toString(Insn.of(0xdc, 1, 0, 0, 16))).isEqualTo("w1 = be16 w1");
        assertThat(Insn.toString(Insn.of(0x3f, 1, 2, 1, 0))).isEqualTo("r1 s/= r2");
    }

    @Test
    void disassemblesAnything() {
        qt().forAll(longs().all()).check(insn -> !Insn.toString(insn).isEmpty());
    }
}
