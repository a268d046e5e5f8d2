package io.github.bpfverity.kerneltests;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a gatekeeper serves as metrics. */
final class Numbers {
    static final int PORT = 9464;

    private static final int TRIES = 60;
    private static final Pattern LINE = Pattern.compile("(?m)^bpf_verity_(\\w+(?:\\{.*})?) ([0-9]+)$");

    private final Map<String, Long> values;

    private Numbers(String text) {
        values = LINE.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> Long.parseLong(found.group(2))));
    }

    private static Numbers now() {
        return new Numbers(Ran.succeeding("wget", "-q", "-O", "-", "http://127.0.0.1:" + PORT + "/metrics"));
    }

    /**
     * When nobody but the gatekeeper calls bpf() any more: what was decided was read, each by itself or joined to another,
     * or lost, but for the call that looks at the counters.
     *
     * @throws AssertionError if it does not come to that
     */
    static Numbers whenAllIsRead() {
        Numbers now = now();
        for (int i = 0; i < TRIES && now.accounted() != now.decisions(); i++) {
            Pause.millis(500);
            now = now();
        }
        if (now.accounted() != now.decisions()) {
            throw new AssertionError("%d decisions, %d read, %d joined, %d lost"
                    .formatted(now.decisions(), now.read(), now.joined(), now.lost()));
        }
        return now;
    }

    private long accounted() {
        return read() + joined() + lost() + 1;
    }

    /** All decisions, by the kernel's count. */
    long decisions() {
        return sum(name -> name.startsWith("decisions_total{"));
    }

    /** Those for a reason. */
    long decisions(String reason) {
        return sum(name -> name.startsWith("decisions_total{") && name.endsWith("reason=\"" + reason + "\"}"));
    }

    /** The events that gatekeepers have read. */
    long read() {
        return sum("events_read_total"::equals);
    }

    /** Decisions told in the event of another. */
    long joined() {
        return sum("decisions_joined_total"::equals);
    }

    /** Those that this gatekeeper has told. */
    long told() {
        return sum(name -> name.startsWith("events_total{"));
    }

    long lost() {
        return sum("events_lost_total"::equals);
    }

    private long sum(Predicate<String> fits) {
        return values.entrySet().stream()
                .filter(value -> fits.test(value.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
