package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Reason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Folds bursts: the first decision of a kind is told at once, those like it that follow are counted and told together
 * at the end of a window of time. So a program that tries without end writes two lines in a window, not millions.
 */
final class Folding {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();

    /** Whoever changes its name each time cannot fill the memory; what is pushed out is told first. */
    private static final int MOST_KINDS = 1024;

    /** What makes two decisions alike. The process is none of it: a program that is started again is still the same. */
    private record Kind(Hook hook, long command, Reason reason, String comm, long uid, Optional<VerityDigest> digest) {
        static Kind of(Event event) {
            return new Kind(event.hook(), event.command(), event.reason(), event.comm(), event.uid(), event.digest());
        }
    }

    private static final class Burst {
        private final long began;
        private long more;
        private Decision latest;

        Burst(long began, Decision latest) {
            this.began = began;
            this.latest = latest;
        }
    }

    private final DecisionLine words;
    private final Consumer<String> lines;
    private final Map<Kind, Burst> bursts = new LinkedHashMap<>();

    Folding(DecisionLine words, Consumer<String> lines) {
        this.words = words;
        this.lines = lines;
    }

    /**
     * Takes the next decision.
     *
     * @param now a time in nanoseconds that only grows
     */
    void accept(Decision decision, long now) {
        Kind kind = Kind.of(decision.event());
        long calls = decision.event().calls();
        Burst burst = bursts.get(kind);
        if (burst != null) {
            burst.more += calls;
            burst.latest = decision;
            return;
        }
        makeRoom();
        burst = new Burst(now, decision);
        bursts.put(kind, burst);
        if (calls == 1) {
            lines.accept(words.of(decision));
        } else {
            burst.more = calls; // the gate has folded them; their first was told
        }
    }

    private void makeRoom() {
        if (bursts.size() < MOST_KINDS) {
            return;
        }
        Iterator<Burst> eldest = bursts.values().iterator();
        Burst burst = eldest.next();
        eldest.remove();
        tell(burst);
    }

    /** Tells what was folded in windows that have ended. A burst that goes on is told again after the next window. */
    void tick(long now) {
        Map<Kind, Burst> going = new LinkedHashMap<>();
        Iterator<Map.Entry<Kind, Burst>> each = bursts.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Kind, Burst> entry = each.next();
            Burst burst = entry.getValue();
            if (now - burst.began < WINDOW) {
                break; // they are in the order in which they began
            }
            each.remove();
            if (burst.more > 0) {
                tell(burst);
                going.put(entry.getKey(), new Burst(now, burst.latest));
            }
        }
        bursts.putAll(going);
    }

    /** Tells all that is folded. */
    void flush() {
        bursts.values().forEach(this::tell);
        bursts.clear();
    }

    private void tell(Burst burst) {
        if (burst.more > 0) {
            lines.accept(words.folded(
                    burst.latest, burst.more, Duration.ofNanos(WINDOW).toSeconds()));
        }
    }
}
