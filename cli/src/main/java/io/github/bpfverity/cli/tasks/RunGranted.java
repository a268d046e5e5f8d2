package io.github.bpfverity.cli.tasks;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Becomes a program with a grant, which the gatekeeper gives for the next exec of this very process. */
public final class RunGranted {
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Control control;
    private final ThisProcess process;

    /** Asks through {@code control} for {@code process}. */
    public RunGranted(Control control, ThisProcess process) {
        this.control = control;
        this.process = process;
    }

    /**
     * Does not return.
     *
     * @param command the program, looked for in PATH unless it has a slash, and its arguments
     * @throws TaskException if there is no such program, or no grant
     */
    public void run(List<String> command) {
        String program = find(command.get(0));
        control.ask(List.of("grant-next", Long.toString(process.id())));
        process.become(program, command);
    }

    private String find(String name) {
        Stream<File> places = name.contains("/")
                ? Stream.of(new File(name))
                : Arrays.stream(process.environment()
                                .getOrDefault("PATH", DEFAULT_PATH)
                                .split(":"))
                        .map(folder -> new File(folder, name));
        return places.filter(file -> file.isFile() && file.canExecute())
                .findFirst()
                .map(File::getPath)
                .orElseThrow(() -> new TaskException(Problem.NO_INPUT, name + ": no such program"));
    }
}
