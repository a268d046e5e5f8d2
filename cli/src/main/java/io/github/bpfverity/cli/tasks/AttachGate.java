package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lists files, attaches the gate and reports its decisions until it is told to stop.
 *
 * <p>When standard output is closed, the gate stays: whoever watches has gone, and that is no reason to let everyone
 * call bpf(). Decisions are no longer printed, standard error says so once, and a signal still ends it.
 */
public final class AttachGate {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Lister lister;
    private final Doctor doctor;
    private final Gate.Factory gates;
    private final Door door;
    private final PrintStream out;
    private final PrintStream err;

    private volatile boolean stopping;
    private volatile @Nullable Gate attached;

    /** Reports to {@code out}, and to {@code err} that {@code out} has gone. */
    public AttachGate(Lister lister, Doctor doctor, Gate.Factory gates, Door door, PrintStream out, PrintStream err) {
        this.lister = lister;
        this.doctor = doctor;
        this.gates = gates;
        this.door = door;
        this.out = out;
        this.err = err;
    }

    /**
     * Returns after {@link #stop}, with the gate detached.
     *
     * @throws TaskException before anything is attached, if a file cannot be listed or the gate cannot run here
     */
    public void run(AttachRequest request) {
        request.files().forEach(RegularFiles::require);
        door.requireFree();
        requireFree(request.pin());
        doctor.requireGate();
        List<Listing> listings = lister.list(request.programs(), request.libraries(), request.scope());
        request.programs().forEach(this::warnOfGeneral);
        listings.forEach(listing -> say(listing.line()));
        if (!stopping) {
            summarize(keep(request, listings));
        }
    }

    private static void requireFree(@Nullable Path pin) {
        if (pin != null) {
            GatePins.at(pin).requireFree();
        }
    }

    private void warnOfGeneral(Path program) {
        GeneralPrograms.warning(program).ifPresent(words -> warn(program + ": " + words));
    }

    private Counters keep(AttachRequest request, List<Listing> listings) {
        GateSettings settings = new GateSettings(request.scope(), GateSettings.digests(listings), request.trace());
        try (Gate gate = gates.load(settings);
                Door.Opened open = door.open(new GateDesk(gate, settings, listings, this::detach))) {
            Objects.requireNonNull(open);
            gate.attach();
            attached = gate;
            if (!gate.protectsProcesses()) {
                warn("this kernel does not let the gate protect listed processes and its own objects");
            }
            pin(gate, request.pin());
            say("Attached program to bpf(), ctrl-c to exit...");
            report(gate);
            return gate.counters();
        } finally {
            attached = null;
        }
    }

    private void pin(Gate gate, @Nullable Path folder) {
        if (folder != null) {
            gate.pin(folder);
            say("Pinned to " + folder + ": the gate outlives this process, 'detach' removes it");
        }
    }

    /** As {@link #stop}, and a pinned gate goes too. */
    private void detach() {
        Gate gate = attached;
        if (gate != null) {
            gate.unpin();
        }
        stop();
    }

    /** Makes {@link #run} detach what is not pinned, and return; may be called from any thread and at any time. */
    public void stop() {
        stopping = true;
        Gate gate = attached;
        if (gate != null) {
            gate.wakeUp();
        }
    }

    /** Copies a batch first and prints it afterwards, so that the ring buffer is free while a terminal is slow. */
    private void report(Gate gate) {
        List<Event> batch = new ArrayList<>();
        boolean watched = true;
        while (!stopping) {
            gate.poll(BETWEEN_LOOKS, batch::add);
            if (watched) {
                batch.forEach(decision -> out.println(DecisionLine.of(decision)));
                watched = !out.checkError() || noLongerWatched();
            }
            batch.clear();
        }
    }

    private boolean noLongerWatched() {
        err.println("bpf-verity: standard output is closed; the gate stays attached, its decisions are not printed");
        return false;
    }

    private void summarize(Counters counters) {
        say("Detached: " + counters);
    }

    private void warn(String words) {
        err.println("bpf-verity: warning: " + words);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
