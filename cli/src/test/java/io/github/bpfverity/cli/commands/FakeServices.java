package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.policy.PolicyReader;
import io.github.bpfverity.cli.policy.TestPolicies;
import io.github.bpfverity.cli.tasks.Console;
import io.github.bpfverity.cli.tasks.Control;
import io.github.bpfverity.cli.tasks.Doctor;
import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.FakeControl;
import io.github.bpfverity.cli.tasks.FakeFiles;
import io.github.bpfverity.cli.tasks.FakeGate;
import io.github.bpfverity.cli.tasks.FakeMachine;
import io.github.bpfverity.cli.tasks.FakeObjects;
import io.github.bpfverity.cli.tasks.FakeSupervisor;
import io.github.bpfverity.cli.tasks.Gate;
import io.github.bpfverity.cli.tasks.MetricsDoor;
import io.github.bpfverity.cli.tasks.NeededFiles;
import io.github.bpfverity.cli.tasks.ObjectTask;
import io.github.bpfverity.cli.tasks.Processes;
import io.github.bpfverity.cli.tasks.Supervisor;
import io.github.bpfverity.cli.tasks.ThisProcess;
import io.github.bpfverity.cli.tasks.VerityFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services with nothing behind them. */
public final class FakeServices implements Services {
    /** The machine that {@code doctor} sees. */
    public final FakeMachine machine = new FakeMachine();

    /** The files that have digests. */
    public final FakeFiles files = new FakeFiles();

    /** The gatekeeper at work. */
    public final FakeControl control = new FakeControl();

    /** What programs need. */
    public final Map<Path, Set<Path>> needed = new HashMap<>();

    /** The only gate. */
    public final FakeGate gate = new FakeGate();

    /** The objects that load. */
    public final FakeObjects objects = new FakeObjects();

    /** Where policies may lie, and what is on standard input. */
    public Path policyFolder = Path.of("/");

    public String input = "";

    /** Whether standard output is a terminal. */
    public boolean coloured;

    /** Where metrics are served. */
    public @Nullable InetSocketAddress metricsAt;

    /** What SIGHUP does. */
    public @Nullable Runnable hangup;

    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);

    String printed() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    String complaints() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public Console console() {
        return new Console(out, err, coloured, false);
    }

    @Override
    public VerityFiles files() {
        return files;
    }

    @Override
    public Processes processes() {
        return Processes.RUNNING;
    }

    @Override
    public NeededFiles neededFiles() {
        return program -> needed.getOrDefault(program, Set.of());
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public Door door() {
        return Door.NONE;
    }

    @Override
    public MetricsDoor metrics() {
        return (address, text) -> {
            metricsAt = address;
            return () -> {};
        };
    }

    @Override
    public Supervisor supervisor() {
        return new FakeSupervisor();
    }

    @Override
    public ThisProcess program() {
        return control;
    }

    @Override
    public Doctor doctor() {
        return new Doctor(machine, files);
    }

    @Override
    public Gate.Factory gates() {
        return gate;
    }

    @Override
    public ObjectTask.Loading loading() {
        return objects;
    }

    @Override
    public PolicyReader policies() {
        return TestPolicies.reader(policyFolder, input);
    }

    @Override
    public void onHangup(Runnable action) {
        hangup = action;
    }

    /** The process is asked to end at once, in the first poll or after the first load. */
    @Override
    public void onTermination(Runnable stop) {
        gate.polls.add(consumer -> stop.run());
        objects.stop = stop;
    }
}
