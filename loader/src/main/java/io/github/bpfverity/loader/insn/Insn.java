package io.github.bpfverity.loader.insn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One instruction in a {@code long}, with the fields of {@code struct bpf_insn} where a little-endian kernel has
 * them: opcode in bits 0 to 7, destination register 8 to 11, source register 12 to 15, offset 16 to 31, immediate 32
 * to 63. The encoding is that of {@code Documentation/bpf/standardization/instruction-set.rst}.
 */
public final class Insn {
    /** Bytes in one instruction; a {@linkplain #LD_IMM64 wide} one takes two. */
    public static final int SIZE = 8;

    /** The mask of the class in an opcode. */
    public static final int CLASS_MASK = 0x07;

    /** Class of non-standard loads, and of the wide load. */
    public static final int LD = 0x00;

    /** Class of loads from memory. */
    public static final int LDX = 0x01;

    /** Class of stores of an immediate. */
    public static final int ST = 0x02;

    /** Class of stores of a register, and of atomic operations. */
    public static final int STX = 0x03;

    /** Class of 32-bit arithmetic. */
    public static final int ALU = 0x04;

    /** Class of 64-bit jumps, calls and exit. */
    public static final int JMP = 0x05;

    /** Class of 32-bit jumps. */
    public static final int JMP32 = 0x06;

    /** Class of 64-bit arithmetic. */
    public static final int ALU64 = 0x07;

    /** The bit that makes arithmetic and jumps take the source register instead of the immediate. */
    public static final int SOURCE_REGISTER = 0x08;

    /** The mask of the size in a load or store opcode. */
    public static final int SIZE_MASK = 0x18;

    /** A load or store of 4 bytes. */
    public static final int W = 0x00;

    /** A load or store of 2 bytes. */
    public static final int H = 0x08;

    /** A load or store of 1 byte. */
    public static final int B = 0x10;

    /** A load or store of 8 bytes. */
    public static final int DW = 0x18;

    /** The mask of the mode in a load or store opcode. */
    public static final int MODE_MASK = 0xe0;

    /** Mode of ordinary loads and stores. */
    public static final int MEM = 0x60;

    /** Mode of sign-extending loads. */
    public static final int MEMSX = 0x80;

    /** The load of a 64-bit immediate, whose upper half is in the {@code imm} of a second slot. */
    public static final int LD_IMM64 = LD | DW;

    /** {@code call}: a helper, a function of the program or a kernel function, by the source register. */
    public static final int CALL = 0x85;

    /** {@code exit}. */
    public static final int EXIT = 0x95;

    /** {@code BPF_PSEUDO_MAP_FD}: the wide load gives a map. */
    public static final int PSEUDO_MAP_FD = 1;

    /** {@code BPF_PSEUDO_MAP_VALUE}: the wide load gives an address in a map's value. */
    public static final int PSEUDO_MAP_VALUE = 2;

    /** {@code BPF_PSEUDO_BTF_ID}: the wide load gives a kernel variable's address. */
    public static final int PSEUDO_BTF_ID = 3;

    /** {@code BPF_PSEUDO_FUNC}: the wide load gives a function of the program, for callbacks. */
    public static final int PSEUDO_FUNC = 4;

    /** {@code BPF_PSEUDO_CALL}: a call within the program. */
    public static final int PSEUDO_CALL = 1;

    /** {@code BPF_PSEUDO_KFUNC_CALL}: a call of a kernel function by BTF id. */
    public static final int PSEUDO_KFUNC_CALL = 2;

    private Insn() {}

    /** An instruction of these fields, of which the low bits are taken. */
    public static long of(int opcode, int dst, int src, int off, int imm) {
        return (opcode & 0xffL) | (dst & 0xfL) << 8 | (src & 0xfL) << 12 | (off & 0xffffL) << 16 | (long) imm << 32;
    }

    /** The operation, 0 to 255. */
    public static int opcode(long insn) {
        return (int) insn & 0xff;
    }

    /** The class, such as {@link #ALU64}. */
    public static int classOf(long insn) {
        return (int) insn & CLASS_MASK;
    }

    /** The destination register, 0 to 15. */
    public static int dst(long insn) {
        return (int) (insn >>> 8) & 0xf;
    }

    /** The source register or what the operation makes of its place, 0 to 15. */
    public static int src(long insn) {
        return (int) (insn >>> 12) & 0xf;
    }

    /** The signed offset. */
    public static short off(long insn) {
        return (short) (insn >>> 16);
    }

    /** The signed immediate. */
    public static int imm(long insn) {
        return (int) (insn >>> 32);
    }

    /** The instruction with another opcode. */
    public static long withOpcode(long insn, int opcode) {
        return (insn & ~0xffL) | (opcode & 0xff);
    }

    /** The instruction with another source register. */
    public static long withSrc(long insn, int src) {
        return (insn & ~0xf000L) | (src & 0xfL) << 12;
    }

    /** The instruction with another offset. */
    public static long withOff(long insn, int off) {
        return (insn & ~0xffff_0000L) | (off & 0xffffL) << 16;
    }

    /** The instruction with another immediate. */
    public static long withImm(long insn, int imm) {
        return (insn & 0xffff_ffffL) | (long) imm << 32;
    }

    /** Whether the instruction takes a second slot. */
    public static boolean isWide(long insn) {
        return opcode(insn) == LD_IMM64;
    }

    /** Whether the instruction calls a function of the program. */
    public static boolean isLocalCall(long insn) {
        return opcode(insn) == CALL && src(insn) == PSEUDO_CALL;
    }

    /** Whether the instruction is a wide load of the address of a function of the program. */
    public static boolean isFunctionAddress(long insn) {
        return isWide(insn) && src(insn) == PSEUDO_FUNC;
    }

    /** The 64-bit immediate of a wide load, given its two slots. */
    public static long wideImmediate(long first, long second) {
        return (imm(first) & 0xffff_ffffL) | (long) imm(second) << 32;
    }

    /** Puts a 64-bit immediate into the wide load at {@code index}. */
    public static void setWideImmediate(long[] code, int index, long value) {
        code[index] = withImm(code[index], (int) value);
        code[index + 1] = withImm(code[index + 1], (int) (value >>> 32));
    }

    /** The number of bytes a load or store touches: 1, 2, 4 or 8. */
    public static int accessSize(long insn) {
        return switch (opcode(insn) & SIZE_MASK) {
            case B -> 1;
            case H -> 2;
            case W -> 4;
            default -> 8;
        };
    }

    /**
     * The size bits of a load or store opcode.
     *
     * @param bytes 1, 2, 4 or 8
     * @return {@link #B}, {@link #H}, {@link #W} or {@link #DW}; -1 for any other number of bytes
     */
    public static int sizeCode(int bytes) {
        return switch (bytes) {
            case 1 -> B;
            case 2 -> H;
            case 4 -> W;
            case 8 -> DW;
            default -> -1;
        };
    }

    /** The instruction whose eight bytes, read as a little-endian {@code long}, are {@code raw}. */
    public static long decode(long raw, ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? raw : swapFields(raw);
    }

    /** The instructions in {@code bytes}, whose length must be a multiple of {@link #SIZE}. */
    public static long[] decode(byte[] bytes, ByteOrder order) {
        if (bytes.length % SIZE != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of instructions");
        }
        long[] code = new long[bytes.length / SIZE];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(code);
        if (order == ByteOrder.BIG_ENDIAN) {
            for (int i = 0; i < code.length; i++) {
                code[i] = swapFields(code[i]);
            }
        }
        return code;
    }

    /** The bytes of {@code code} as a kernel of this byte order has them. */
    public static byte[] encode(long[] code, ByteOrder order) {
        byte[] bytes = new byte[code.length * SIZE];
        var out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        if (order == ByteOrder.LITTLE_ENDIAN) {
            out.put(code);
            return bytes;
        }
        for (long insn : code) {
            out.put(swapFields(insn));
        }
        return bytes;
    }

    /** One line of assembly, in the notation of the verifier's log. */
    public static String toString(long insn) {
        return Disassembler.line(insn);
    }

    /** Big-endian machines swap the two nibbles of the register byte besides the bytes of offset and immediate. */
    private static long swapFields(long raw) {
        long registers = (raw >>> 4 & 0x0f00) | (raw << 4 & 0xf000);
        long off = Short.toUnsignedLong(Short.reverseBytes((short) (raw >>> 16))) << 16;
        long imm = (long) Integer.reverseBytes((int) (raw >>> 32)) << 32;
        return (raw & 0xff) | registers | off | imm;
    }
}
