package io.github.bpfverity.cli;

import io.github.bpfverity.cli.commands.Commands;
import io.github.bpfverity.cli.commands.QuickDigest;
import io.github.bpfverity.cli.tasks.Problem;
import java.io.PrintStream;
import java.util.Set;

/** Wires streams to commands, and ends the process with what they return. */
public final class Main {
    /** The commands that load programs, or look whether they could. */
    private static final Set<String> LOADING = Set.of("attach", "doctor", "learn", "load");

    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        QuickDigest quick = QuickDigest.of(arguments);
        if (quick != null) {
            int exitCode = quick.run(System.out, System.err);
            Runtime.getRuntime().halt(afterWriting(exitCode, System.out, System.err));
        }
        SystemServices services = new SystemServices(System.out, System.err);
        if (arguments.length > 0 && LOADING.contains(arguments[0])) {
            services.loadAhead();
        }
        int exitCode = Commands.run(services, arguments);
        services.terminate(afterWriting(exitCode, System.out, System.err));
    }

    /** Flushes; a result that could not be written is a failure, even where all else went well. */
    static int afterWriting(int exitCode, PrintStream out, PrintStream err) {
        boolean lost = out.checkError();
        if (lost && exitCode == 0) {
            err.println("bpf-verity: standard output cannot be written; not all of the result is there");
        }
        err.flush();
        return lost && exitCode == 0 ? Problem.INPUT_OUTPUT.exitCode() : exitCode;
    }
}
