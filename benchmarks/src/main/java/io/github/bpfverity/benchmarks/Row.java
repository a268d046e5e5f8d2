package io.github.bpfverity.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One work, done by each side in turns, and what is expected of the outcome.
 *
 * <p>Ratios are those of the shortest times, which other load on the machine disturbs least; those of the medians
 * stand beside them.
 */
final class Row {
    private static final int WARM_UP_PART = 100;

    private final String name;
    private final Unit unit;
    private final Map<Side, Sampler> samplers = new LinkedHashMap<>();
    private final Map<Side, Samples> samples = new LinkedHashMap<>();
    private final Map<Side, Double> limits = new LinkedHashMap<>();
    private int rounds = 20;
    private int times = 5;
    private int warmUp;
    private @Nullable Long most;

    Row(String name, Unit unit) {
        this.name = name;
        this.unit = unit;
    }

    Row side(Side side, Sampler sampler) {
        samplers.put(side, sampler);
        samples.put(side, new Samples());
        return this;
    }

    /** Expects ours to be at most {@code ratio} times the peer's. */
    Row atMost(double ratio, Side peer) {
        limits.put(peer, ratio);
        return this;
    }

    /** Expects ours to be at most this, in the row's unit at its finest. */
    Row atMost(long value) {
        most = value;
        return this;
    }

    /** How often each side has its turn, and how often it does the work in one. */
    Row turns(int newRounds, int newTimes) {
        rounds = newRounds;
        times = newTimes;
        return this;
    }

    /**
     * How often each side does the work before anything counts: enough for a JVM to compile what it does. In parts and
     * in turns, so that the kernel has time to free what was loaded.
     */
    Row warmUp(int newWarmUp) {
        warmUp = newWarmUp;
        return this;
    }

    void measure() throws IOException {
        for (int left = warmUp; left > 0; left -= WARM_UP_PART) {
            for (Sampler sampler : samplers.values()) {
                sampler.sample(Math.min(left, WARM_UP_PART));
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<Side, Sampler> entry : samplers.entrySet()) {
                samplesOf(entry.getKey()).add(entry.getValue().sample(times));
            }
        }
    }

    /** A line of the table. */
    String line() {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        for (Side side : Side.values()) {
            cells.add(samples.containsKey(side) ? samplesOf(side).format(unit) : "");
        }
        for (Side side : Side.PEERS) {
            cells.add(samples.containsKey(side) ? ratio(side) : "");
        }
        cells.add(target());
        cells.add(target().isEmpty() ? "" : isMet() ? "met" : "missed");
        return "| " + String.join(" | ", cells) + " |";
    }

    static String head() {
        return """
                | work | ours | libbpf | cilium/ebpf | C | ours : libbpf | ours : cilium/ebpf | ours : C | target | |
                |---|---|---|---|---|---|---|---|---|---|""";
    }

    private String ratio(Side peer) {
        Samples ours = samplesOf(Side.OURS);
        Samples theirs = samplesOf(peer);
        return "%.2f (%.2f)".formatted(leastRatio(peer), (double) ours.median() / theirs.median());
    }

    private double leastRatio(Side peer) {
        return (double) samplesOf(Side.OURS).least() / samplesOf(peer).least();
    }

    private String target() {
        List<String> parts = new ArrayList<>();
        limits.forEach((peer, ratio) -> parts.add("≤ %s × %s".formatted(ratio, peer.label())));
        if (most != null) {
            parts.add("≤ " + unit.format(most));
        }
        return String.join(", ", parts);
    }

    private boolean isMet() {
        return limits.entrySet().stream().allMatch(limit -> leastRatio(limit.getKey()) <= limit.getValue())
                && (most == null || samplesOf(Side.OURS).least() <= most);
    }

    private Samples samplesOf(Side side) {
        Samples found = samples.get(side);
        if (found == null) {
            throw new IllegalStateException(name + " has no side " + side);
        }
        return found;
    }
}
