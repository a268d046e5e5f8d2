package io.github.bpfverity.kerneltests.host;

import io.github.bpfverity.kerneltests.inside.InsideMain;
import io.github.bpfverity.kerneltests.inside.TestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One boot of one kernel: runs the tests inside and brings back their records. */
final class Machine {
    private static final int ENDURANCE_SECONDS = Integer.getInteger("endurance.seconds", 48);
    private static final int BOOT_TIMEOUT_SECONDS = 1200 + ENDURANCE_SECONDS;

    private final Path root;
    private final String kernel;
    private final Path out;

    Machine(Path root, String kernel) {
        this.root = root;
        this.kernel = kernel;
        this.out = root.resolve("kernel-tests/target/machine/" + kernel);
    }

    /** What came back: the records in order, whether the run reached its end, and the log's folder. */
    record Outcome(List<TestRecord> records, int exitStatus, Path log) {}

    Outcome run(Staging staging, String classPattern) throws IOException, InterruptedException {
        Files.createDirectories(out);
        Files.deleteIfExists(out.resolve("records"));
        Process process = new ProcessBuilder(command(staging, classPattern))
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("boot.log").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Thread hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            // boot.sh bounds each boot and boots at most twice; this is for a boot.sh that hangs itself.
            if (!process.waitFor(2L * BOOT_TIMEOUT_SECONDS + 120, TimeUnit.SECONDS)) {
                process.destroy();
            }
            return new Outcome(records(), process.waitFor(), out);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private List<String> command(Staging staging, String classPattern) {
        List<String> command = new ArrayList<>(List.of(
                root.resolve("kernel-tests/vm/boot.sh").toString(),
                "--kernel",
                kernel,
                "--tree",
                staging.folder().toString(),
                "--out",
                out.toString(),
                "--timeout",
                Integer.toString(BOOT_TIMEOUT_SECONDS),
                // Debian's kernels refuse what attacks by /proc/PID/mem are about; others do not.
                "--append",
                "proc_mem.force_override=always"));
        if (System.getenv("JAVA25_HOME") != null) {
            command.add("--java25");
        }
        command.add("--");
        command.add("/java/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "
                + "-Dattack.calls=" + Long.getLong("attack.calls", 500_000)
                + " -Dendurance.seconds=" + ENDURANCE_SECONDS + " -cp '" + staging.classPath() + "' "
                + InsideMain.class.getName() + " /dev/ttyS2 '" + classPattern + "' "
                + String.join(" ", staging.testRoots()));
        return command;
    }

    private List<TestRecord> records() throws IOException {
        Path file = out.resolve("records");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(TestRecord::decode).flatMap(Optional::stream).collect(Collectors.toList());
        }
    }
}
