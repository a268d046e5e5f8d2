package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Verdict;
import io.github.bpfverity.loader.kernel.BpfCommand;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One decision in one line: what, who, why, and what to do about it; for people and for programs. */
final class DecisionLine {
    private static final BpfCommand[] COMMANDS = BpfCommand.values();
    private static final long NANOS_IN_A_SECOND = 1_000_000_000;

    private final Scope scope;
    private final boolean audit;
    private final Instant booted;

    /**
     * Describes decisions of one gate.
     *
     * @param booted when this machine did, in whose terms events say when they were
     */
    DecisionLine(Scope scope, boolean audit, Instant booted) {
        this.scope = scope;
        this.audit = audit;
        this.booted = booted;
    }

    /**
     * Such as {@code denied bpf(PROG_LOAD) to /usr/sbin/bpftool (pid 812, uid 0): its executable's digest is not listed
     * ...}.
     */
    String of(Decision decision) {
        Event event = decision.event();
        StringBuilder line = new StringBuilder(200);
        line.append(beginning(event))
                .append(who(decision))
                .append(": ")
                .append(event.reason().words());
        event.digest().ifPresent(digest -> line.append(", ").append(digest));
        String remedy = remedy(decision);
        if (!remedy.isEmpty()) {
            line.append("; to allow: ").append(remedy);
        }
        return line.toString();
    }

    /** Stands for {@code count} further decisions like this one. */
    String folded(Decision latest, long count, long seconds) {
        Event event = latest.event();
        return beginning(event) + event.comm() + " (uid " + event.uid() + ") " + count + " more "
                + (count == 1 ? "time" : "times") + " in " + seconds + " s, the last time to pid "
                + Integer.toUnsignedLong(event.tgid()) + ": " + event.reason().words();
    }

    private String beginning(Event event) {
        String verdict = event.verdict() == Verdict.GRANTED ? "granted" : audit ? "would deny" : "denied";
        return verdict + " " + what(event) + " to ";
    }

    /** The path if it is known, and the thread's name where that says something else. */
    private static String who(Decision decision) {
        Event event = decision.event();
        String name = event.comm();
        String path = PolicyEntry.printable(decision.executable().orElse(name));
        boolean same = path.equals(name) || path.endsWith("/" + name);
        boolean cut = path.substring(path.lastIndexOf('/') + 1).startsWith(name);
        String comm = same || cut ? "" : name + ", ";
        return path + " (" + comm + "pid " + Integer.toUnsignedLong(event.tgid()) + ", uid " + event.uid() + ")";
    }

    private String remedy(Decision decision) {
        Event event = decision.event();
        return Remedy.of(event.reason(), scope, decision.executable(), event.tgid());
    }

    private static String what(Event event) {
        return switch (event.hook()) {
            case BPF -> "bpf(" + command(event.command()) + ")";
            case BPF_MAP -> "map " + event.command() + " of the gate";
            case BPF_PROG -> "program " + event.command() + " of the gate";
            case PTRACE -> "access to process " + event.command();
            case PRCTL -> "prctl(" + event.command() + ")";
            case OPEN -> "opening a file of /proc or tracefs";
            case PERF_EVENT -> "a uprobe";
            case PIN -> "inode " + event.command() + ", a pin or a folder that carries a mount,";
            case MOUNT -> "the mount of device " + (event.command() >> 20) + ":" + (event.command() & 0xfffff);
        };
    }

    /** Whether the kernel has such a command, as far as this program knows. */
    static boolean hasName(long number) {
        return number < COMMANDS.length;
    }

    /** The kernel's name without {@code BPF_}; the number of a command that is newer than this program, or nonsense. */
    static String command(long number) {
        return number < COMMANDS.length ? COMMANDS[(int) number].name() : Long.toString(number);
    }

    /** The same as a JSON document of kind {@code decision}. */
    String json(Decision decision) {
        Event event = decision.event();
        Instant when = booted.plusSeconds(event.bootNanos() / NANOS_IN_A_SECOND)
                .plusNanos(event.bootNanos() % NANOS_IN_A_SECOND);
        Map<String, @Nullable Object> facts = Facts.of(
                "time", when,
                "bootNanos", event.bootNanos(),
                "verdict", name(event.verdict()),
                "audit", audit,
                "calls", event.calls(),
                "hook", name(event.hook()),
                "command", command(event),
                "commandNumber", event.command(),
                "reason", name(event.reason()),
                "why", event.reason().words(),
                "pid", Integer.toUnsignedLong(event.tgid()),
                "tid", Integer.toUnsignedLong(event.pid()),
                "uid", event.uid(),
                "comm", event.comm(),
                "executable", decision.executable().orElse(null),
                "digest", event.digest().map(Object::toString).orElse(null),
                "remedy",
                        Optional.of(remedy(decision))
                                .filter(text -> !text.isEmpty())
                                .orElse(null));
        return Json.document("decision", facts);
    }

    private static @Nullable String command(Event event) {
        return event.hook() == Hook.BPF ? command(event.command()) : null;
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
