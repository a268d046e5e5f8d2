package io.github.bpfverity.kerneltests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The runnable jar, with the JVM options of the package's wrapper. */
public final class Cli {
    private static final String JAR = "/guest/cli.jar";
    private static final String ARCHIVE = "/run/cli.jsa";
    private static final List<String> JAVA = List.of(
            "/java/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xms4m",
            "-Xmn2m",
            "-Xmx256m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=16m");
    private static final List<String> START;

    static {
        // Its classes, parsed once for all the starts that follow. Without them, it only starts slower.
        Ran.command(words(JAVA, "-XX:ArchiveClassesAtExit=" + ARCHIVE, "-jar", JAR, "doctor"));
        START = words(JAVA, "-XX:SharedArchiveFile=" + ARCHIVE, "-jar", JAR);
    }

    private Cli() {}

    private static List<String> words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(Arrays.asList(more));
        return all;
    }

    public static List<String> command(String... arguments) {
        return words(START, arguments);
    }

    /** Runs it by another runtime, for which there is no archive. */
    public static Ran runBy(Path java, String... arguments) {
        List<String> command = words(JAVA, "-jar", JAR);
        command.set(0, java.toString());
        return Ran.command(words(command, arguments));
    }

    public static Ran run(String... arguments) {
        return Ran.command(command(arguments));
    }

    /** Runs it as the user nobody, who has no capabilities. */
    public static Ran runAsNobody(String... arguments) {
        return Ran.command("su", "-s", "/bin/sh", "nobody", "-c", String.join(" ", command(arguments)));
    }
}
