package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.util.List;
import java.util.Map;

/** {@link ThisProcess} through system calls. */
public final class LinuxProcess implements ThisProcess {
    private static final int SIGQUIT = 3;

    /** The thread that HotSpot makes for the first who attaches; source: {@code attachListener.cpp}. */
    private static final String ATTACH_LISTENER = "Attach Listener";

    private final SystemCalls calls;

    /** Works through {@code calls}. */
    public LinuxProcess(SystemCalls calls) {
        this.calls = calls;
    }

    @Override
    public long id() {
        return calls.processId();
    }

    @Override
    public void refuseAgents() {
        calls.ignoreSignal(SIGQUIT);
        boolean listens = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(ATTACH_LISTENER));
        if (listens) {
            throw new TaskException(
                    Problem.NO_PERMISSION,
                    "somebody attached to this JVM, which could run other code by now; start it again with "
                            + "-XX:+DisableAttachMechanism");
        }
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public void become(String path, List<String> arguments) {
        List<String> environment = environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        try {
            calls.execute(path, arguments, environment);
        } catch (SystemCallException e) {
            throw new TaskException(Problem.NO_INPUT, path + ": " + Errno.describe(e.errno()), e);
        }
    }
}
