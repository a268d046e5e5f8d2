package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Counters;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.loader.kernel.Fd;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists files, attaches the gate and reports its decisions until it is told to stop.
 *
 * <p>When standard output is closed, the gate stays: whoever watches has gone, and that is no reason to let everyone
 * call bpf(). Decisions are no longer printed, standard error says so once, and a signal still ends it.
 */
public final class AttachGate {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Of a burst's events not every one wakes: more than the ten milliseconds after one that did. */
    private static final Duration AFTER_EVENTS = Duration.ofMillis(20);

    private final Lister lister;
    private final Doctor doctor;
    private final Gate.Factory gates;
    private final Door door;
    private final Supervisor supervisor;
    private final Notices notices;
    private final MetricsDoor metrics;
    private final Console console;
    private final Callers callers;

    private volatile boolean stopping;
    private volatile @Nullable Gate attached;
    private volatile @Nullable Policies policies;

    /** Reports to {@code console}, with what {@code callers} knows of processes. */
    public AttachGate(
            Lister lister,
            Doctor doctor,
            Gate.Factory gates,
            Door door,
            Supervisor supervisor,
            MetricsDoor metrics,
            Console console,
            Callers callers) {
        this.lister = lister;
        this.doctor = doctor;
        this.gates = gates;
        this.door = door;
        this.supervisor = supervisor;
        this.notices = new Notices(supervisor, console);
        this.metrics = metrics;
        this.console = console;
        this.callers = callers;
    }

    /**
     * Returns after {@link #stop}, with the gate detached unless it is pinned.
     *
     * <p>Where a gate is pinned and its keeper has gone, this process becomes its keeper if it was started with what
     * that one left.
     *
     * @throws TaskException before anything is attached, if a file cannot be listed or the gate cannot run here
     */
    public void run(AttachRequest request) {
        List<Listing> policy = request.policy().read();
        request.files().forEach(RegularFiles::require);
        door.requireFree();
        Fd inherited = inherited(request);
        doctor.requireGate();
        List<Listing> named = lister.list(request.programs(), request.libraries(), request.scope());
        request.programs().forEach(this::warnOfGeneral);
        named.forEach(listing -> console.say(listing.line()));
        if (request.policy() != PolicySource.NONE) {
            console.say(Policies.summary(policy));
        }
        if (!stopping) {
            summarize(request, keep(request, named, policy, inherited));
        }
    }

    /** What the keeper of the gate that is pinned there left; null if none is pinned. */
    private @Nullable Fd inherited(AttachRequest request) {
        Path pin = request.pin();
        if (pin == null) {
            return null;
        }
        if (request.lock()) {
            PinPlaces.requireLockable(pin);
        }
        GatePins pins = GatePins.at(pin);
        pins.removeLeftovers();
        return pins.areThere() ? supervisor.inherited().orElseThrow(() -> GatePins.occupied(pin)) : null;
    }

    private void warnOfGeneral(Path program) {
        GeneralPrograms.warning(program).ifPresent(words -> warn(program + ": " + words));
    }

    private Counters keep(AttachRequest request, List<Listing> named, List<Listing> policy, @Nullable Fd inherited) {
        try (Gate gate = begin(request, named, policy, inherited)) {
            GateSettings settings = gate.settings();
            GateList list = new GateList(gate, gate.capacity(), named, policy);
            if (inherited != null) {
                list.resume(settings.allowed());
            }
            Policies reloading = new Policies(request.policy(), list, notices);
            EventFeeds feeds = new EventFeeds();
            Desk desk = new GateDesk(gate, settings, list, reloading, feeds, this::detach);
            DecisionLine words = new DecisionLine(settings.scope(), settings.audit(), doctor.booted());
            EventCounts counts = new EventCounts();
            DecisionReport decisions = new DecisionReport(console, feeds, callers, words, counts);
            try (Door.Opened open = serve(request.metrics(), gate, new Metrics(gate, settings, list, counts))) {
                Objects.requireNonNull(open);
                return keep(request, gate, reloading, desk, decisions, inherited);
            }
        }
    }

    private Counters keep(
            AttachRequest request,
            Gate gate,
            Policies reloading,
            Desk desk,
            DecisionReport decisions,
            @Nullable Fd inherited) {
        try (Door.Opened open = door.open(desk)) {
            gate.attach();
            attached = gate;
            policies = reloading;
            if (!gate.protectsProcesses()) {
                warn("this kernel does not let the gate protect listed processes and its own objects");
            }
            pin(gate, request.pin());
            leave(gate, inherited);
            if (gate.settings().audit()) {
                warn("audit: the gate decides and reports, and DENIES NOTHING");
            }
            console.say("Attached program to bpf(), ctrl-c to exit...");
            notices.ready();
            giveBackMemory();
            report(gate, decisions, new Heartbeat(supervisor, open::answering, console));
            notices.stopping();
            return gate.counters();
        } finally {
            attached = null;
            policies = null;
        }
    }

    /** Loading needs more than keeping, and a heap that nothing fills again would hold on to it for days. */
    private static void giveBackMemory() {
        System.gc();
    }

    private Door.Opened serve(@Nullable InetSocketAddress address, Gate gate, Metrics numbers) {
        if (address == null) {
            return () -> {};
        }
        gate.measure();
        Door.Opened open = metrics.open(address, numbers::text);
        if (!address.getAddress().isLoopbackAddress()) {
            warn("metrics at " + address + ": whoever reaches that address reads them");
        }
        console.say(
                "Metrics at http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/metrics");
        return open;
    }

    /** Reads the policy again and says what came of it; may be called from any thread and at any time. */
    public void reload() {
        Policies reloading = policies;
        if (reloading == null) {
            return; // not attached yet, or no longer
        }
        try {
            console.say(Policies.reloaded(reloading.reload()));
        } catch (TaskException e) {
            String.valueOf(e.getMessage()).lines().forEach(console::note);
            console.note("the list stays as it was");
        }
    }

    private Gate begin(AttachRequest request, List<Listing> named, List<Listing> policy, @Nullable Fd inherited) {
        if (inherited == null) {
            List<Listing> all = Stream.concat(named.stream(), policy.stream()).toList();
            return gates.load(new GateSettings(
                    request.scope(), GateSettings.digests(all), request.trace(), request.stay(), request.audit()));
        }
        Path pin = Objects.requireNonNull(request.pin());
        Gate gate = gates.takeOver(pin, inherited);
        GateSettings found = gate.settings();
        console.say("Took over the gate pinned to " + pin + ": scope " + GateSettings.name(found.scope()) + ", "
                + found.allowed().size() + " digests listed");
        for (Listing listing : named) {
            if (!found.allowed().containsKey(listing.digest())) {
                warn(listing.path() + ": was revoked, or is another file than it was; 'allow' lists it");
            }
        }
        return gate;
    }

    private void pin(Gate gate, @Nullable Path folder) {
        if (folder == null) {
            return;
        }
        gate.pin(folder);
        console.say("Pinned to " + folder + ": the gate outlives this process, "
                + (gate.settings().stay() == Stay.LOCKED
                        ? "and nobody removes it until the machine is booted again"
                        : "'detach' removes it"));
    }

    /** The service manager keeps what it was given for as long as the service is not stopped. */
    private void leave(Gate gate, @Nullable Fd inherited) {
        if (inherited != null) {
            inherited.close();
        } else if (gate.settings().stay() != Stay.WITH_KEEPER) {
            try {
                if (gate.leave(supervisor)) {
                    console.say("Left with the service manager: a gatekeeper that it starts takes the gate over");
                }
            } catch (TaskException e) {
                warn(e.getMessage() + "; a gatekeeper that it starts cannot take the gate over");
            }
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

    /** Copies a batch first and tells it afterwards, so that the ring buffer is free while a terminal is slow. */
    private void report(Gate gate, DecisionReport decisions, Heartbeat heart) {
        Duration idle = heart.atMost(BETWEEN_LOOKS);
        Duration wait = idle;
        List<Event> batch = new ArrayList<>();
        LostEvents lost = new LostEvents(gate, decisions::lost);
        while (!stopping) {
            poll(gate, wait, batch);
            tell(batch, decisions, lost);
            heart.beat(System.nanoTime());
            wait = batch.isEmpty() ? idle : AFTER_EVENTS;
            batch.clear();
        }
        // What was decided until now and waits to be read belongs to it.
        poll(gate, Duration.ZERO, batch);
        tell(batch, decisions, lost);
        decisions.end();
    }

    /** What cannot be told, or not be counted, is none either. */
    private void tell(List<Event> batch, DecisionReport decisions, LostEvents lost) {
        long now = System.nanoTime();
        try {
            if (decisions.accept(batch, now)) {
                lost.expect();
            }
            lost.look(now);
        } catch (RuntimeException e) {
            warn("decisions cannot be reported (" + e.getMessage() + "); the gate stays attached");
        }
    }

    /** What cannot be read is no reason to let everyone call bpf(). */
    private void poll(Gate gate, Duration wait, List<Event> batch) {
        try {
            gate.poll(wait, batch::add);
        } catch (IllegalStateException e) {
            warn("a decision cannot be reported (" + e.getMessage() + "); the gate stays attached");
        }
    }

    private void summarize(AttachRequest request, Counters counters) {
        boolean stays = request.pin() != null && GatePins.at(request.pin()).areThere();
        console.say((stays ? "The gate stays, pinned to " + request.pin() : "Detached") + ": " + counters);
    }

    private void warn(String words) {
        console.note("warning: " + words);
    }
}
