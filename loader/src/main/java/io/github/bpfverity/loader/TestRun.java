package io.github.bpfverity.loader;

/**
 * One trial of a program, outside of any hook.
 *
 * @param data the packet; empty for program types that take none
 * @param context the context structure; empty for none
 * @param repeat how often to run; the time is the average
 * @param flags {@code BPF_F_TEST_*}
 * @param cpu with {@code BPF_F_TEST_RUN_ON_CPU}
 */
public record TestRun(byte[] data, byte[] context, int repeat, int flags, int cpu) {
    /** One run on a packet. */
    public static TestRun packet(byte[] data) {
        return new TestRun(data, new byte[0], 1, 0, 0);
    }

    /** One run on a context. */
    public static TestRun context(byte[] context) {
        return new TestRun(new byte[0], context, 0, 0, 0);
    }

    /** The same, {@code times} times. */
    public TestRun repeated(int times) {
        return new TestRun(data, context, times, flags, cpu);
    }
}
