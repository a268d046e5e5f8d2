package io.github.bpfverity.kerneltests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The runnable jar, as users start it; the JVM's options only make it start faster in emulation. */
public final class Cli {
    private static final List<String> JAVA =
            List.of("/java/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "/guest/cli.jar");

    private Cli() {}

    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    public static Ran run(String... arguments) {
        return Ran.command(command(arguments));
    }

    /** Runs it as the user nobody, who has no capabilities. */
    public static Ran runAsNobody(String... arguments) {
        return Ran.command("su", "-s", "/bin/sh", "nobody", "-c", String.join(" ", command(arguments)));
    }
}
