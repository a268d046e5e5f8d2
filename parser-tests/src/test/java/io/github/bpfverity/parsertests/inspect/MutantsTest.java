package io.github.bpfverity.parsertests.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.parsertests.crosscheck.CompiledObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real objects with something changed in them: {@code inspect} reports, or refuses with 65 and one line.
 *
 * <p>More of them with {@code -Dmutants=N}, others with {@code -Dmutants.seed=N}, and of other objects with
 * {@code -Dmutants.of=DIR}. A mutant that fails is kept in {@code target/mutants}.
 */
class MutantsTest {
    private static final int COUNT = Integer.getInteger("mutants", 2_000);
    private static final long SEED = Long.getLong("mutants.seed", 1);

    @TempDir
    private Path folder;

    private static List<Mutator.Original> originals() throws IOException {
        List<Mutator.Original> originals = new ArrayList<>();
        try (Stream<Path> files = files()) {
            for (Path file : files.sorted().toList()) {
                originals.add(new Mutator.Original(Files.readAllBytes(file)));
            }
        }
        return originals;
    }

    private static Stream<Path> files() throws IOException {
        String others = System.getProperty("mutants.of");
        return others == null
                ? CompiledObjects.all()
                : Files.walk(Path.of(others)).filter(Files::isRegularFile).filter(MutantsTest::isElf);
    }

    private static boolean isElf(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(64);
            return start.length == 64 && start[0] == 0x7f && start[1] == 'E' && start[4] == 2;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void mutantsAreReportedOrRefused() throws IOException {
        Mutator mutator = new Mutator(originals(), SEED);
        Path file = folder.resolve("mutant.o");
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] mutant = mutator.mutant();
            Files.write(file, mutant);
            refused += inspect(file, i) ? 0 : 1;
        }
        // A mutator that only ever made one of the two would test little.
        assertThat(refused).isBetween(COUNT / 10, COUNT - COUNT / 10);
    }

    private static boolean inspect(Path file, int number) throws IOException {
        try {
            // All types are many lines, which are not worth writing each time.
            Inspection inspection = number % 4 == 0
                    ? Inspection.of("--json", "--elf", "--types", file.toString())
                    : Inspection.of("--json", file.toString());
            inspection.assertKept();
            return inspection.exitCode() == 0;
        } catch (RuntimeException | Error e) {
            Path kept = Files.createDirectories(Path.of("target", "mutants")).resolve(SEED + "-" + number + ".o");
            Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
            throw new AssertionError("mutant kept as " + kept, e);
        }
    }
}
