package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A listed and an unlisted program that call bpf() all the time, each so many times a second. */
final class Load implements AutoCloseable {
    private static final Pattern ENDED = Pattern.compile("(?:GRANTED|DENIED) (\\d+) granted, (\\d+) denied\n");

    private final Path folder;
    private final Process listed;
    private final Process unlisted;
    private final long began = System.nanoTime();

    /** What was decided. */
    record Sum(long granted, long denied, double seconds) {
        long calls() {
            return granted + denied;
        }

        long rate() {
            return Math.round(calls() / seconds);
        }
    }

    private Load(Path folder, Process listed, Process unlisted) {
        this.folder = folder;
        this.listed = listed;
        this.unlisted = unlisted;
    }

    static Load start(Path listed, int rate) throws IOException {
        Path folder = Files.createTempDirectory("load");
        return new Load(
                folder,
                start(folder, "listed", listed.toString(), rate),
                start(folder, "unlisted", Programs.path(listed.getFileName().toString()), rate));
    }

    private static Process start(Path folder, String name, String program, int rate) throws IOException {
        return new ProcessBuilder(program, folder.resolve("stop").toString(), Integer.toString(rate))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile())
                .start();
    }

    /** Ends both; fails if the listed one was ever denied or the unlisted one ever granted. */
    Sum stop() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("stop"));
        Matcher granted = ended(listed, "listed");
        Matcher denied = ended(unlisted, "unlisted");
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(denied.group(1)).as("unlisted calls granted").isEqualTo("0");
        assertThat(granted.group(2)).as("listed calls denied").isEqualTo("0");
        return new Sum(Long.parseLong(granted.group(1)), Long.parseLong(denied.group(2)), seconds);
    }

    private Matcher ended(Process process, String name) throws IOException, InterruptedException {
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        String said = Files.readString(folder.resolve(name));
        Matcher matcher = ENDED.matcher(said);
        assertThat(ended && matcher.matches()).as(name + ": " + said).isTrue();
        return matcher;
    }

    @Override
    public void close() {
        listed.destroyForcibly();
        unlisted.destroyForcibly();
    }
}
