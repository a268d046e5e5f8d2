package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Verdict;
import io.github.bpfverity.loader.kernel.BpfCommand;

/** One decision in one line: what, who, why, and what to do about it. */
final class DecisionLine {
    private static final BpfCommand[] COMMANDS = BpfCommand.values();

    private DecisionLine() {}

    /** Such as {@code denied bpf(PROG_LOAD) to bpftool (pid 812, uid 0): its executable's digest is not listed …}. */
    static String of(Event event) {
        StringBuilder line = new StringBuilder(160);
        line.append(event.verdict() == Verdict.GRANTED ? "granted" : "denied");
        line.append(' ').append(what(event)).append(" to ").append(event.comm());
        line.append(" (pid ").append(Integer.toUnsignedLong(event.tgid()));
        line.append(", uid ")
                .append(event.uid())
                .append("): ")
                .append(event.reason().words());
        event.digest().ifPresent(digest -> line.append(", ").append(digest));
        if (!event.reason().remedy().isEmpty()) {
            line.append("; to allow: ").append(event.reason().remedy());
        }
        return line.toString();
    }

    private static String what(Event event) {
        return switch (event.hook()) {
            case BPF -> "bpf(" + command(event.command()) + ")";
            case BPF_MAP -> "map " + event.command() + " of the gate";
            case BPF_PROG -> "program " + event.command() + " of the gate";
            case PTRACE -> "access to process " + event.command();
            case PRCTL -> "prctl(" + event.command() + ")";
        };
    }

    /** The kernel's name without {@code BPF_}; the number of a command that is newer than this program, or nonsense. */
    private static String command(long number) {
        return number < COMMANDS.length ? COMMANDS[(int) number].name() : Long.toString(number);
    }
}
