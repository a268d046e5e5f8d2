package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.SystemCallException;
import java.util.function.Supplier;

/**
 * Kernels before 5.11 charge maps and programs to {@code RLIMIT_MEMLOCK} and answer EPERM when it is used up;
 * later ones charge the memory cgroup.
 */
final class Memlock {
    private Memlock() {}

    /** Tries; if the answer may have meant the limit, lifts it and tries once more. */
    static <T> T retrying(Host host, Supplier<T> request) {
        try {
            return request.get();
        } catch (BpfCallException e) {
            if (!e.is(Errno.EPERM) || Feature.MEMORY_CGROUP_ACCOUNTING.isIn(host.kernel()) || !lift(host)) {
                throw e;
            }
            return request.get();
        }
    }

    private static boolean lift(Host host) {
        try {
            host.system().liftMemlockLimit();
            return true;
        } catch (SystemCallException e) {
            return false;
        }
    }
}
