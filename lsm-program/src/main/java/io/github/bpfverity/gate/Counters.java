package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decisions counted since the program was loaded; {@code struct gate_counters}, one per CPU, to be added up. */
public final class Counters {
    /** Bytes in one CPU's value of {@link GuardObject#COUNTERS}. */
    public static final int SIZE = 272;

    /** Nothing counted. */
    public static final Counters ZERO = new Counters(new long[Counters.COUNTED_REASONS], 0, 0);

    private static final int COUNTED_REASONS = 32;

    private final long[] decisions;
    private final long lostEvents;
    private final long joined;

    private Counters(long[] decisions, long lostEvents, long joined) {
        this.decisions = decisions;
        this.lostEvents = lostEvents;
        this.joined = joined;
    }

    /**
     * Reads one CPU's counts and moves past them.
     *
     * @throws FormatException if fewer than {@link #SIZE} bytes remain
     */
    public static Counters decode(ByteReader in) throws FormatException {
        long[] decisions = new long[COUNTED_REASONS];
        for (int i = 0; i < COUNTED_REASONS; i++) {
            decisions[i] = in.u64();
        }
        return new Counters(decisions, in.u64(), in.u64());
    }

    /** The sum of both. */
    public Counters plus(Counters other) {
        long[] sum = decisions.clone();
        for (int i = 0; i < COUNTED_REASONS; i++) {
            sum[i] += other.decisions[i];
        }
        return new Counters(sum, lostEvents + other.lostEvents, joined + other.joined);
    }

    /** Calls decided for this reason. */
    public long decisions(Reason reason) {
        return decisions[reason.number()];
    }

    /** Calls answered in this way. */
    public long decisions(Verdict verdict) {
        long sum = 0;
        for (Reason reason : Reason.values()) {
            sum += reason.verdict() == verdict ? decisions(reason) : 0;
        }
        return sum;
    }

    /** Decisions whose event found the ring buffer full. They are among the decisions counted. */
    public long lostEvents() {
        return lostEvents;
    }

    /** Decisions that an event stands for beside its first: {@link Event#calls} less one, of all that were written. */
    public long joined() {
        return joined;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Counters that
                && lostEvents == that.lostEvents
                && joined == that.joined
                && Arrays.equals(decisions, that.decisions);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(decisions) + Long.hashCode(lostEvents)) + Long.hashCode(joined);
    }

    @Override
    public String toString() {
        return decisions(Verdict.GRANTED) + " granted, " + decisions(Verdict.DENIED) + " denied, " + lostEvents
                + " events lost";
    }
}
