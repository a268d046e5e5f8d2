package io.github.bpfverity.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;

/** The compiled program, one object for each byte order, and the names of what is in it. */
public final class GuardObject {
    /** The program for the hook {@code bpf}, section {@code lsm.s/bpf}: decides each call. */
    public static final String HOOK = "gate_bpf";

    /**
     * The program that the gatekeeper runs in its own process, before it attaches {@link #HOOK}, with
     * {@code BPF_PROG_TEST_RUN} and no context: makes that process the {@linkplain Keeper keeper}. Its return value
     * is 0, or {@code -EEXIST} (-17) if there is a keeper already.
     */
    public static final String CLAIM = "gate_claim";

    /** Hash map of what is allowed: {@link DigestKey} to {@link Grant}. Set its size before loading. */
    public static final String ALLOWED = "gate_allowed";

    /** Ring buffer of {@link Event}. */
    public static final String EVENTS = "gate_events";

    /** Per-CPU array with one value at key 0: {@link Counters}. */
    public static final String COUNTERS = "gate_counters";

    /** Variable, zero when loaded, then filled in by {@link #CLAIM}: {@link Keeper}. */
    public static final String KEEPER = "gate_keeper";

    /** Setting, a boolean to be set before loading: also print each decision to the kernel's trace pipe. */
    public static final String TRACE = "gate_trace";

    private GuardObject() {}

    /** The object's file name, for messages. */
    public static String fileName(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? "guard.bpf.el.o" : "guard.bpf.eb.o";
    }

    /** The object's contents, for machines of this byte order. */
    public static byte[] bytes(ByteOrder order) {
        String name = fileName(order);
        try (InputStream stream = GuardObject.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program " + name + " is missing from this build");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program " + name + " cannot be read", e);
        }
    }
}
