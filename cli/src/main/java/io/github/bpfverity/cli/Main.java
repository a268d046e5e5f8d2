package io.github.bpfverity.cli;

import io.github.bpfverity.cli.commands.Commands;
import io.github.bpfverity.cli.commands.QuickDigest;
import io.github.bpfverity.cli.commands.Services;
import io.github.bpfverity.cli.tasks.Problem;

/** Wires streams to commands, and ends the process with what they return. */
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        SystemServices services = new SystemServices(System.out, System.err);
        int exitCode = run(services, arguments);
        services.terminate(exitCode);
    }

    static int run(Services services, String... arguments) {
        QuickDigest quick = QuickDigest.of(arguments);
        int exitCode = quick != null ? quick.run(services) : Commands.run(services, arguments);
        if (services.out().checkError() && exitCode == 0) {
            services.err().println("bpf-verity: standard output: cannot be written; not all of the result is there");
            return Problem.INPUT_OUTPUT.exitCode();
        }
        return exitCode;
    }
}
