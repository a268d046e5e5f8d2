package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches for a while who calls bpf(), denying nothing, and writes a policy that would let them. */
public final class LearnPolicy {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Doctor doctor;
    private final Door door;
    private final Gate.Factory gates;
    private final Processes processes;
    private final VerityFiles files;
    private final NeededFiles needed;
    private final Console console;

    private volatile boolean stopping;
    private volatile @Nullable Gate attached;

    /** Learns with gates of {@code gates} from {@code processes}. */
    public LearnPolicy(
            Doctor doctor,
            Door door,
            Gate.Factory gates,
            Processes processes,
            VerityFiles files,
            NeededFiles needed,
            Console console) {
        this.doctor = doctor;
        this.door = door;
        this.gates = gates;
        this.processes = processes;
        this.files = files;
        this.needed = needed;
        this.console = console;
    }

    /**
     * Returns when the time is over or after {@link #stop}, the policy written.
     *
     * @param output where to; null for standard output
     * @throws TaskException before anything is attached, if it cannot be written there or no gate can run here
     */
    public void run(Duration duration, Scope scope, @Nullable Path output) {
        if (output != null) {
            requireWritable(output);
        }
        door.requireFree();
        doctor.requireGate();
        Learned learned = new Learned(processes);
        Instant from = Instant.now();
        learn(duration, scope, learned);
        List<String> lines = new LearnedPolicy(files, needed, scope).of(learned, from, Instant.now());
        if (output == null) {
            lines.forEach(console.out()::println);
        } else {
            write(output, lines);
            console.note(output + ": " + learned.programs().size() + " programs; read it before you use it");
        }
    }

    /** Makes {@link #run} write what it has; may be called from any thread and at any time. */
    public void stop() {
        stopping = true;
        Gate gate = attached;
        if (gate != null) {
            gate.wakeUp();
        }
    }

    private void learn(Duration duration, Scope scope, Learned learned) {
        try (Gate gate = gates.load(new GateSettings(scope, Map.of(), false, true))) {
            gate.attach();
            attached = gate;
            console.note("learning for " + Durations.words(duration) + ", nothing is denied; ctrl-c ends it early");
            collect(gate, System.nanoTime() + duration.toNanos(), learned);
        } finally {
            attached = null;
        }
    }

    private void collect(Gate gate, long end, Learned learned) {
        LostEvents lost = new LostEvents(gate, learned::lost);
        try (Progress progress = new Progress(console)) {
            for (long now = System.nanoTime(); !stopping && now < end; now = System.nanoTime()) {
                Duration left = Duration.ofNanos(end - now);
                take(gate, left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS, learned, lost);
                lost.look(System.nanoTime());
                progress.show(() -> learned.programs().size() + " programs, " + learned.calls() + " calls, "
                        + Durations.words(left) + " left");
            }
            // What was decided until now and waits to be read belongs to it.
            take(gate, Duration.ZERO, learned, lost);
        }
    }

    /** Copies first and asks about processes afterwards, so that the ring buffer is free meanwhile. */
    private static void take(Gate gate, Duration timeout, Learned learned, LostEvents lost) {
        List<Event> batch = new ArrayList<>();
        gate.poll(timeout, batch::add);
        for (Event event : batch) {
            if (event.reason() != Reason.KEEPER) {
                learned.accept(event);
                lost.expect();
            }
        }
    }

    private static Path temporary(Path output) {
        return output.resolveSibling("." + output.getFileName() + ".new");
    }

    /** Before somebody waits for a day. */
    private static void requireWritable(Path output) {
        try {
            if (Files.isDirectory(output)) {
                throw new IOException("it is a directory");
            }
            Files.deleteIfExists(temporary(output.toAbsolutePath()));
            Files.createFile(temporary(output.toAbsolutePath()));
            Files.delete(temporary(output.toAbsolutePath()));
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, output + ": cannot be written there: " + e, e);
        }
    }

    /** By renaming, so that nobody finds half of it. */
    private static void write(Path output, List<String> lines) {
        Path made = temporary(output.toAbsolutePath());
        try {
            Files.deleteIfExists(made);
            Files.createFile(made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(made, lines);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(
                    made, output.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, output + ": cannot be written: " + e, e);
        }
    }
}
