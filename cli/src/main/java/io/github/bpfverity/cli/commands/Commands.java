package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.Problem;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** All commands, put together. */
public final class Commands {
    /**
     * In the order of the help. Of these, only the one that is asked for is read whole: picocli takes ten milliseconds
     * to read a command's declarations.
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

    private static final Predicate<String> ALL = name -> true;

    private Commands() {}

    /** Runs the command that {@code arguments} ask for: the exit code. */
    public static int run(Services services, String... arguments) {
        Root root = new Root();
        CommandLine line = line(root, services, askedFor(arguments));
        line.setParameterExceptionHandler((e, args) -> complain(services, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Reporter reporter = new Reporter(services.err(), root.verbose);
            reporter.report(e);
            return reporter.exitCode();
        });
        return line.execute(arguments);
    }

    /** The first word that names a command: the options before it take no values. */
    private static Predicate<String> askedFor(String... arguments) {
        Set<String> names = TYPES.stream()
                .map(type -> type.getAnnotation(Command.class).name())
                .collect(Collectors.toSet());
        String first =
                Arrays.stream(arguments).filter(names::contains).findFirst().orElse("");
        return first::equals;
    }

    /** The commands as they are declared, for whoever describes them. */
    public static CommandLine line(Services services) {
        return line(new Root(), services, ALL);
    }

    private static CommandLine line(Root root, Services services, Predicate<String> wanted) {
        CommandLine line = new CommandLine(root);
        for (Class<?> type : TYPES) {
            Command declared = type.getAnnotation(Command.class);
            if (wanted.test(declared.name())) {
                line.addSubcommand(whole(type, services));
            } else {
                line.addSubcommand(declared.name(), summary(declared));
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
