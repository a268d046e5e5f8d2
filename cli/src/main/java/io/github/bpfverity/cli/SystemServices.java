package io.github.bpfverity.cli;

import io.github.bpfverity.cli.commands.Services;
import io.github.bpfverity.cli.control.ControlSocket;
import io.github.bpfverity.cli.control.SocketDoor;
import io.github.bpfverity.cli.metrics.HttpMetrics;
import io.github.bpfverity.cli.policy.PolicyReader;
import io.github.bpfverity.cli.tasks.Console;
import io.github.bpfverity.cli.tasks.Control;
import io.github.bpfverity.cli.tasks.Doctor;
import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.Gate;
import io.github.bpfverity.cli.tasks.LinuxMachine;
import io.github.bpfverity.cli.tasks.LinuxNeededFiles;
import io.github.bpfverity.cli.tasks.LinuxProcess;
import io.github.bpfverity.cli.tasks.LinuxVerityFiles;
import io.github.bpfverity.cli.tasks.LoadObject;
import io.github.bpfverity.cli.tasks.LoadedGates;
import io.github.bpfverity.cli.tasks.MetricsDoor;
import io.github.bpfverity.cli.tasks.NeededFiles;
import io.github.bpfverity.cli.tasks.ObjectTask;
import io.github.bpfverity.cli.tasks.Processes;
import io.github.bpfverity.cli.tasks.ServiceManager;
import io.github.bpfverity.cli.tasks.Supervisor;
import io.github.bpfverity.cli.tasks.ThisProcess;
import io.github.bpfverity.cli.tasks.VerityFiles;
import io.github.bpfverity.cli.tasks.WatchedFiles;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** The machine that this runs on. Nothing here touches the kernel's interfaces before it is asked for. */
final class SystemServices implements Services {
    /** The JVM waits for shutdown hooks without end; a command that does not stop must not hold it up that long. */
    private static final int SECONDS_TO_STOP = 10;

    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final FutureTask<Loader> loader = new FutureTask<>(SystemServices::load);
    private volatile int exitCode = 1;
    private boolean ahead;

    SystemServices(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Begins with what takes longest, while the command line is being read; for commands that need a loader. */
    void loadAhead() {
        ahead = true;
        Thread thread = new Thread(loader, "load ahead");
        thread.setDaemon(true);
        thread.start();
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
        return Console.ofThisProcess(out, err);
    }

    @Override
    public VerityFiles files() {
        return new WatchedFiles(new LinuxVerityFiles(kernel()), console());
    }

    @Override
    public Processes processes() {
        return Processes.RUNNING;
    }

    @Override
    public NeededFiles neededFiles() {
        return new LinuxNeededFiles();
    }

    @Override
    public Doctor doctor() {
        return new Doctor(new LinuxMachine(kernel(), loader().kernelBtf()), files());
    }

    @Override
    public Gate.Factory gates() {
        return new LoadedGates(loader(), kernel());
    }

    @Override
    public ObjectTask.Loading loading() {
        return options -> new LoadObject(loader(), options);
    }

    @Override
    public Control control() {
        return new ControlSocket(ControlSocket.DEFAULT);
    }

    @Override
    public Door door() {
        return new SocketDoor(ControlSocket.DEFAULT);
    }

    @Override
    public MetricsDoor metrics() {
        return new HttpMetrics();
    }

    @Override
    public Supervisor supervisor() {
        return new ServiceManager(kernel(), System.getenv());
    }

    @Override
    public ThisProcess program() {
        return new LinuxProcess(kernel());
    }

    @Override
    public PolicyReader policies() {
        return PolicyReader.ofRoot(System.in);
    }

    @Override
    public void onHangup(Runnable action) {
        Signal.handle(new Signal("HUP"), signal -> action.run());
    }

    /** One for all, since it parses the kernel's types: half a second in a cold JVM. */
    private Loader loader() {
        loader.run(); // does nothing if it was begun
        try {
            return loader.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the kernel's types were read", e);
        }
    }

    private static Loader load() {
        Loader made = Loader.create();
        try {
            made.kernelBtf().vmlinux();
        } catch (IOException e) {
            return made; // who needs the types asks again, and can say what is wrong with them
        }
        return made;
    }

    /** Only when no loader is being made beside this: classes of both could wait for each other to be initialized. */
    private LinuxKernel kernel() {
        if (ahead) {
            loader();
        }
        return LinuxKernel.ofThisMachine();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A JVM that gets SIGINT, SIGTERM or SIGHUP runs its shutdown hooks and then exits with 128 and the signal's
     * number. The hook made here waits for the command and ends the process with the command's own exit code.
     */
    @Override
    public void onTermination(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(stop), "stop"));
    }

    private void stopAndHalt(Runnable stop) {
        stop.run();
        try {
            finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** Ends the process; does not return. */
    void terminate(int code) {
        exitCode = code;
        out.flush();
        err.flush();
        finished.countDown();
        Runtime.getRuntime().exit(code);
    }
}
