package io.github.bpfverity.benchmarks;

import java.util.Arrays;
import java.util.stream.LongStream;

/** What was measured for one side of a row. */
final class Samples {
    private long[] sorted = new long[0];

    void add(long[] more) {
        sorted = LongStream.concat(Arrays.stream(sorted), Arrays.stream(more))
                .sorted()
                .toArray();
    }

    long least() {
        return sorted[0];
    }

    long median() {
        return sorted[sorted.length / 2];
    }

    /** The least and, in brackets, the median. */
    String format(Unit unit) {
        return unit.format(least()) + " (" + unit.format(median()) + ")";
    }
}
