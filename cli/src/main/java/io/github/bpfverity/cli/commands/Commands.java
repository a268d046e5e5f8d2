package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** All commands, put together. */
public final class Commands {
    /**
     * In the order of the help. Of these, only the one that is asked for is read: picocli takes ten milliseconds to read
     * a command's declarations.
     */
    private static final List<Class<?>> TYPES = List.of(
            AttachCommand.class,
            DigestCommand.class,
            EnableCommand.class,
            SealCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            ListCommand.class,
            AllowCommand.class,
            RevokeCommand.class,
            EventsCommand.class,
            ExplainCommand.class,
            LearnCommand.class,
            ReloadCommand.class,
            RunCommand.class,
            DetachCommand.class,
            InspectCommand.class,
            LoadCommand.class);

    private static final String SUFFIX = "Command";

    private Commands() {}

    /** Runs the command that {@code arguments} ask for: the exit code. */
    public static int run(Services services, String... arguments) {
        Root root = new Root();
        CommandLine line = asked(root, services, arguments);
        line.setParameterExceptionHandler((e, args) -> complain(services, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Reporter reporter = new Reporter(services.err(), root.verbose);
            reporter.report(e);
            return reporter.exitCode();
        });
        return line.execute(arguments);
    }

    /**
     * What it takes to run the command that is asked for. If its name comes first, nobody can ask for a list of the others
     * in the same breath; else the first word that names one is it, as the options before it take no values.
     */
    private static CommandLine asked(Root root, Services services, String... arguments) {
        for (Class<?> type : TYPES) {
            if (arguments.length > 0 && arguments[0].equals(name(type))) {
                return line(root, services, List.of(type), List.of(type));
            }
        }
        List<String> words = List.of(arguments);
        List<Class<?>> named =
                TYPES.stream().filter(type -> words.contains(name(type))).toList();
        return line(root, services, TYPES, named);
    }

    /** As their declarations have it, which take longer to read. */
    private static String name(Class<?> type) {
        String name = type.getSimpleName();
        return name.substring(0, name.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** The commands as they are declared, for whoever describes them. */
    public static CommandLine line(Services services) {
        return line(new Root(), services, TYPES, TYPES);
    }

    private static CommandLine line(Root root, Services services, List<Class<?>> types, List<Class<?>> wholly) {
        CommandLine line = new CommandLine(root);
        for (Class<?> type : types) {
            if (wholly.contains(type)) {
                line.addSubcommand(whole(type, services));
            } else {
                line.addSubcommand(name(type), summary(type.getAnnotation(Command.class)));
            }
        }
        return line.setOut(new PrintWriter(services.out(), true))
                .setErr(new PrintWriter(services.err(), true))
                .setExpandAtFiles(false);
    }

    /** What the list of all commands says of one. */
    private static CommandSpec summary(Command declared) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(declared.description());
        return spec;
    }

    private static CommandLine whole(Class<?> type, Services services) {
        try {
            Object command = type.getDeclaredConstructor(Services.class).newInstance(services);
            // What follows the name of a command to run is that command's, options included.
            return new CommandLine(command).setStopAtPositional(command instanceof RunCommand);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constructor with services", e);
        }
    }

    private static int complain(Services services, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        services.err().println("bpf-verity: " + message + "; see '" + command + " --help'");
        return Problem.USAGE.exitCode();
    }
}
