package io.github.bpfverity.loader;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.Kernel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Before Linux 5.5 one helper read the kernel's memory and the user's: where the four that came then are missing, it
 * does for them.
 */
final class OlderHelpers {
    private static final int PROBE_READ = 4;
    private static final int PROBE_READ_STR = 45;
    private static final int PROBE_READ_USER = 112;
    private static final int PROBE_READ_KERNEL = 113;
    private static final int PROBE_READ_USER_STR = 114;
    private static final int PROBE_READ_KERNEL_STR = 115;

    private OlderHelpers() {}

    /** The same program for a kernel that lacks the newer helpers; null if it needs no other, or the kernel has them. */
    static long @Nullable [] instead(Kernel kernel, long[] code) {
        long[] older = replace(code);
        return Arrays.equals(older, code) || Feature.PROBE_READ_KERNEL.isIn(kernel) ? null : older;
    }

    static long[] replace(long[] code) {
        long[] older = code.clone();
        for (int i = 0; i < older.length; i++) {
            if (Insn.isWide(older[i])) {
                i++;
            } else if (Insn.opcode(older[i]) == Insn.CALL && Insn.src(older[i]) == 0) {
                older[i] = Insn.withImm(older[i], older(Insn.imm(older[i])));
            }
        }
        return older;
    }

    private static int older(int helper) {
        return switch (helper) {
            case PROBE_READ_USER, PROBE_READ_KERNEL -> PROBE_READ;
            case PROBE_READ_USER_STR, PROBE_READ_KERNEL_STR -> PROBE_READ_STR;
            default -> helper;
        };
    }
}
