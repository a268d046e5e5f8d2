package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Problem;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All commands, put together. */
public final class Commands {
    private Commands() {}

    /** Runs the command that {@code arguments} ask for: the exit code. */
    public static int run(Services services, String... arguments) {
        Root root = new Root();
        CommandLine line = line(root, services);
        line.setParameterExceptionHandler((e, args) -> complain(services, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Reporter reporter = new Reporter(services.err(), root.verbose);
            reporter.report(e);
            return reporter.exitCode();
        });
        return line.execute(arguments);
    }

    /** The commands as they are declared, for whoever describes them. */
    public static CommandLine line(Services services) {
        return line(new Root(), services);
    }

    private static CommandLine line(Root root, Services services) {
        return new CommandLine(root)
                .addSubcommand(new AttachCommand(services))
                .addSubcommand(new DigestCommand(services))
                .addSubcommand(new EnableCommand(services))
                .addSubcommand(new SealCommand(services))
                .addSubcommand(new DoctorCommand(services))
                .addSubcommand(new StatusCommand(services))
                .addSubcommand(new ListCommand(services))
                .addSubcommand(new AllowCommand(services))
                .addSubcommand(new RevokeCommand(services))
                .addSubcommand(new EventsCommand(services))
                .addSubcommand(new ReloadCommand(services))
                .addSubcommand(run(services))
                .addSubcommand(new DetachCommand(services))
                .addSubcommand(new InspectCommand(services))
                .addSubcommand(new LoadCommand(services))
                .setOut(new PrintWriter(services.out(), true))
                .setErr(new PrintWriter(services.err(), true))
                .setExpandAtFiles(false);
    }

    /** What follows the command's name is the command's, options included. */
    private static CommandLine run(Services services) {
        return new CommandLine(new RunCommand(services)).setStopAtPositional(true);
    }

    private static int complain(Services services, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        services.err().println("bpf-verity: " + message + "; see '" + command + " --help'");
        return Problem.USAGE.exitCode();
    }
}
