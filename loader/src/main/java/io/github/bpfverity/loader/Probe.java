package io.github.bpfverity.loader;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;
import io.github.bpfverity.loader.kernel.Log;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.spec.AttachType;
import io.github.bpfverity.loader.spec.ProgramType;

/** The questions behind {@link Feature}: the smallest maps and programs that a kernel takes or refuses. */
final class Probe {
    private static final int LOG_SIZE = 4096;
    private static final long RETURN_ZERO = Insn.of(Insn.ALU64 | 0xb0, 0, 0, 0, 0);
    private static final long EXIT = Insn.of(Insn.EXIT, 0, 0, 0, 0);

    private Probe() {}

    /** Whether a map of this shape can be created. */
    static boolean map(Kernel kernel, int type, int keySize, int valueSize, int entries, int flags) {
        try (Fd map = kernel.createMap(MapCreate.of(type, keySize, valueSize, entries, flags, "probe"))) {
            return map.isOpen();
        } catch (BpfCallException e) {
            return false;
        }
    }

    /** Whether programs of this type may call a helper, by its number in {@code enum bpf_func_id}. */
    static boolean helper(Kernel kernel, int type, int helper) {
        long[] code = {Insn.of(Insn.CALL, 0, 0, 0, helper), EXIT};
        try (Log log = new Log(Log.LEVEL_FAILING_PATH, LOG_SIZE)) {
            try (Fd program = kernel.loadProgram(
                    ProgLoad.of(type, 0, "probe", code, "GPL").withLog(log))) {
                return program.isOpen();
            } catch (BpfCallException e) {
                // A helper that the kernel knows is refused for its arguments, in other words.
                String text = log.text();
                return text.contains("R1") && !text.contains("invalid func") && !text.contains("unknown func");
            }
        }
    }

    /** Whether the kernel has programs of this type. */
    static boolean programType(Kernel kernel, int type) {
        return switch (type) {
            case ProgramType.TRACING, ProgramType.LSM, ProgramType.EXT, ProgramType.STRUCT_OPS ->
                refusesTypeOne(kernel, type);
            default -> loads(kernel, type);
        };
    }

    /** A link at no interface: a kernel that knows tcx misses the interface, an older one does not know what is asked. */
    static boolean tcx(Kernel kernel) {
        long[] code = {RETURN_ZERO, EXIT};
        try (Fd program = kernel.loadProgram(ProgLoad.of(ProgramType.SCHED_CLS, 0, "probe", code, "GPL"));
                Fd link =
                        kernel.createLink(new LinkCreate(program, -1, AttachType.TCX_INGRESS, 0, LinkOptions.none()))) {
            return link.isOpen();
        } catch (BpfCallException e) {
            return e.is(Errno.ENODEV);
        }
    }

    private static boolean loads(Kernel kernel, int type) {
        int sleepable = type == ProgramType.SYSCALL ? 1 << 4 : 0;
        ProgLoad request = new ProgLoad(
                type,
                attachType(type),
                "probe",
                new long[] {RETURN_ZERO, EXIT},
                "GPL",
                0,
                sleepable,
                0,
                null,
                null,
                new int[0],
                null,
                null);
        try (Fd program = kernel.loadProgram(request)) {
            return program.isOpen();
        } catch (BpfCallException e) {
            return !e.is(Errno.EINVAL) && !e.is(Errno.EPERM) && !e.is(Errno.E2BIG);
        }
    }

    /** The types that want one: any that they take. */
    private static int attachType(int type) {
        return switch (type) {
            case ProgramType.CGROUP_SOCK_ADDR -> 8;
            case ProgramType.CGROUP_SOCKOPT -> 21;
            case ProgramType.SK_LOOKUP -> 36;
            case ProgramType.NETFILTER -> 45;
            default -> 0;
        };
    }

    /** BTF type 1 is an integer: a kernel that knows the program type says that it is no function. */
    private static boolean refusesTypeOne(Kernel kernel, int type) {
        int attachType = type == ProgramType.LSM ? 27 : type == ProgramType.TRACING ? 24 : 0;
        try (Log log = new Log(Log.LEVEL_FAILING_PATH, LOG_SIZE)) {
            ProgLoad request = new ProgLoad(
                    type,
                    attachType,
                    "probe",
                    new long[] {RETURN_ZERO, EXIT},
                    "GPL",
                    0,
                    0,
                    0,
                    new ProgLoad.AttachTo(1, null),
                    null,
                    new int[0],
                    log,
                    null);
            try (Fd program = kernel.loadProgram(request)) {
                return program.isOpen();
            } catch (BpfCallException e) {
                return !log.text().isBlank();
            }
        }
    }
}
