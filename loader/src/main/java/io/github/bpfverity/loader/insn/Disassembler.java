package io.github.bpfverity.loader.insn;

/** Writes one instruction as text, in the notation that the verifier's log uses. */
final class Disassembler {
    private static final String[] ARITHMETIC = {
        "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "neg", "%=", "^=", "=", "s>>=", "end"
    };
    private static final String[] SIGNED = {"s/=", "s%="};
    private static final String[] CONDITIONS = {
        "goto", "==", ">", ">=", "&", "!=", "s>", "s>=", "call", "exit", "<", "<=", "s<", "s<="
    };
    private static final int OPERATION_NEG = 8;
    private static final int OPERATION_MOV = 11;
    private static final int OPERATION_END = 13;
    private static final int ATOMIC = 0xc0;
    private static final int ABS = 0x20;
    private static final int IND = 0x40;

    private Disassembler() {}

    static String line(long insn) {
        return switch (Insn.classOf(insn)) {
            case Insn.ALU, Insn.ALU64 -> arithmetic(insn);
            case Insn.JMP, Insn.JMP32 -> jump(insn);
            case Insn.LDX -> load(insn);
            case Insn.ST, Insn.STX -> store(insn);
            default -> special(insn);
        };
    }

    private static String arithmetic(long insn) {
        boolean wide = Insn.classOf(insn) == Insn.ALU64;
        int operation = Insn.opcode(insn) >> 4;
        if (operation >= ARITHMETIC.length) {
            return unknown(insn);
        }
        String dst = register(wide, Insn.dst(insn));
        if (operation == OPERATION_NEG) {
            return dst + " = -" + dst;
        }
        if (operation == OPERATION_END) {
            return dst + " = " + swap(insn, wide) + Insn.imm(insn) + " " + dst;
        }
        return dst + " " + operator(insn, operation) + " " + operand(insn, wide);
    }

    private static String operator(long insn, int operation) {
        int off = Insn.off(insn);
        if (operation == OPERATION_MOV && off != 0) {
            return "= (s" + off + ")";
        }
        boolean divides = operation == 3 || operation == 9;
        return divides && off == 1 ? SIGNED[operation == 3 ? 0 : 1] : ARITHMETIC[operation];
    }

    private static String swap(long insn, boolean wide) {
        if (wide) {
            return "bswap";
        }
        return takesRegister(insn) ? "be" : "le";
    }

    private static String jump(long insn) {
        boolean wide = Insn.classOf(insn) == Insn.JMP;
        int operation = Insn.opcode(insn) >> 4;
        if (operation >= CONDITIONS.length) {
            return unknown(insn);
        }
        return switch (CONDITIONS[operation]) {
            case "goto" -> wide ? "goto pc" + signed(Insn.off(insn)) : "gotol pc" + signed(Insn.imm(insn));
            case "exit" -> "exit";
            case "call" -> call(insn);
            default ->
                "if " + register(wide, Insn.dst(insn)) + " " + CONDITIONS[operation] + " " + operand(insn, wide)
                        + " goto pc" + signed(Insn.off(insn));
        };
    }

    private static String call(long insn) {
        return switch (Insn.src(insn)) {
            case Insn.PSEUDO_CALL -> "call pc" + signed(Insn.imm(insn));
            case Insn.PSEUDO_KFUNC_CALL -> "call kernel function #" + Insn.imm(insn);
            default -> takesRegister(insn) ? "callx r" + Insn.dst(insn) : "call helper #" + Insn.imm(insn);
        };
    }

    private static String load(long insn) {
        int mode = Insn.opcode(insn) & Insn.MODE_MASK;
        if (mode != Insn.MEM && mode != Insn.MEMSX) {
            return unknown(insn);
        }
        String sign = mode == Insn.MEMSX ? "s" : "u";
        return "r" + Insn.dst(insn) + " = " + memory(insn, sign, Insn.src(insn));
    }

    private static String store(long insn) {
        int mode = Insn.opcode(insn) & Insn.MODE_MASK;
        String target = memory(insn, "u", Insn.dst(insn));
        boolean immediate = Insn.classOf(insn) == Insn.ST;
        if (mode == Insn.MEM) {
            return target + " = " + (immediate ? Integer.toString(Insn.imm(insn)) : "r" + Insn.src(insn));
        }
        if (mode == ATOMIC && !immediate) {
            return "atomic 0x" + Integer.toHexString(Insn.imm(insn)) + " " + target + ", r" + Insn.src(insn);
        }
        return unknown(insn);
    }

    private static String special(long insn) {
        if (Insn.isWide(insn)) {
            return "r" + Insn.dst(insn) + " = " + pseudo(insn) + " ll";
        }
        String size = "(u" + Insn.accessSize(insn) * 8 + " *)skb[";
        return switch (Insn.opcode(insn) & Insn.MODE_MASK) {
            case ABS -> "r0 = *" + size + Insn.imm(insn) + "]";
            case IND -> "r0 = *" + size + "r" + Insn.src(insn) + " " + plus(Insn.imm(insn)) + "]";
            default -> unknown(insn);
        };
    }

    private static String pseudo(long insn) {
        String value = Integer.toString(Insn.imm(insn));
        return switch (Insn.src(insn)) {
            case Insn.PSEUDO_MAP_FD -> "map[" + value + "]";
            case Insn.PSEUDO_MAP_VALUE -> "value of map[" + value + "]";
            case Insn.PSEUDO_BTF_ID -> "variable #" + value;
            case Insn.PSEUDO_FUNC -> "function pc" + signed(Insn.imm(insn));
            default -> "0x" + Integer.toHexString(Insn.imm(insn));
        };
    }

    private static String memory(long insn, String sign, int base) {
        return "*(" + sign + Insn.accessSize(insn) * 8 + " *)(r" + base + " " + plus(Insn.off(insn)) + ")";
    }

    private static String operand(long insn, boolean wide) {
        return takesRegister(insn) ? register(wide, Insn.src(insn)) : Integer.toString(Insn.imm(insn));
    }

    private static boolean takesRegister(long insn) {
        return (Insn.opcode(insn) & Insn.SOURCE_REGISTER) != 0;
    }

    private static String register(boolean wide, int number) {
        return (wide ? "r" : "w") + number;
    }

    private static String signed(int value) {
        return value < 0 ? Integer.toString(value) : "+" + value;
    }

    private static String plus(int value) {
        return value < 0 ? "- " + -(long) value : "+ " + value;
    }

    private static String unknown(long insn) {
        return "unknown opcode 0x" + Integer.toHexString(Insn.opcode(insn));
    }
}
