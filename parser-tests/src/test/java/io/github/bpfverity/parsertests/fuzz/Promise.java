package io.github.bpfverity.parsertests.fuzz;

import com.sun.management.ThreadMXBean;
import io.github.bpfverity.bytes.FormatException;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What every parser promises for any bytes: a model or a {@link FormatException} of one line that says where, within
 * a time and memory in proportion to the bytes.
 */
public final class Promise {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MIB = 1 << 20;
    private static final long NANOS_PER_MIB = 1_000_000_000L;

    private Promise() {}

    /** Makes a model of bytes. */
    public interface Parser<T> {
        T parse(byte[] bytes) throws FormatException;
    }

    /**
     * The model, or empty where the parser found a fault.
     *
     * @throws AssertionError if the promise is broken
     */
    public static <T> Optional<T> kept(byte[] bytes, Parser<T> parser) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long started = THREADS.getCurrentThreadCpuTime();
        Optional<T> outcome = outcome(bytes, parser);
        long nanos = THREADS.getCurrentThreadCpuTime() - started;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        // A second whatever the size: the first inputs also pay for class loading.
        check(nanos <= Math.max(NANOS_PER_MIB, NANOS_PER_MIB * bytes.length / MIB), nanos + " ns");
        // All that was ever allocated, which is more than was held at any time.
        check(allocated <= 64L * MIB + 32L * bytes.length, allocated + " bytes allocated");
        return outcome;
    }

    private static <T> Optional<T> outcome(byte[] bytes, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(bytes));
        } catch (FormatException e) {
            String message = String.valueOf(e.getMessage());
            check(message.startsWith(Inputs.NAME) && message.contains(" at 0x"), "no place in: " + message);
            check(message.chars().noneMatch(Character::isISOControl), "not one line: " + message);
            return Optional.empty();
        }
    }

    /** Called millions of times, which is too many for a fluent assertion each. */
    public static void check(boolean holds, Object about) {
        if (!holds) {
            throw new AssertionError(about.toString());
        }
    }
}
