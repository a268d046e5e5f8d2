package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.tasks.ComputeDigest;
import io.github.bpfverity.cli.tasks.Console;
import io.github.bpfverity.cli.tasks.LinuxVerityFiles;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.cli.tasks.VerityFiles;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests, four ways: computed here, computed by the program {@code fsverity}, and known to the kernel, read by each. */
@Tag("kernel")
class DigestTest {
    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 1, 4095, 4096, 4097, MIB + 1};

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}, blocks of {1}, salt \"{2}\"")
    @CsvSource({
        "sha256, 4096, ''",
        "sha256, 4096, 00112233445566778899aabbccddeeff",
        "sha256, 1024, ''",
        "sha256, 1024, ff",
        "sha512, 4096, ''",
        "sha512, 4096, 00112233445566778899aabbccddeeff",
        "sha512, 1024, ''",
        "sha512, 1024, ff"
    })
    @DisplayName("all ways agree")
    void allWaysAgree(String algorithm, int blockSize, String salt) throws IOException, FormatException {
        List<Path> files = randomFiles();
        List<String> expected = succeeding(fsverity("digest", options(algorithm, blockSize, salt), files));
        VerityParameters parameters = new VerityParameters(
                HashAlgorithm.of(algorithm).orElseThrow(), blockSize, VerityParameters.parseSalt(salt));
        assertThat(lines(new ComputeDigest(parameters, DigestTest::noConsole)::of, files))
                .isEqualTo(expected);

        VerityFiles kernel = new LinuxVerityFiles(LinuxKernel.ofThisMachine());
        enable(kernel, files, parameters);
        assertThat(lines(kernel::measure, files)).isEqualTo(expected);
        assertThat(succeeding(fsverity("measure", List.of(), files))).isEqualTo(expected);
    }

    @Test
    @DisplayName("the commands take and print the same as the program fsverity")
    void commandsAgree() throws IOException {
        List<String> options = options("sha512", 4096, "ff");
        List<Path> files = randomFiles();
        List<String> expected = succeeding(fsverity("digest", options, files));
        List<String> compute = new ArrayList<>(options);
        compute.add("--compute");
        assertThat(succeeding(cli("digest", compute, files))).isEqualTo(expected);
        assertThat(succeeding(cli("enable", options, files))).isEmpty();
        assertThat(succeeding(cli("digest", List.of(), files))).isEqualTo(expected);
    }

    @Test
    @DisplayName("all ways agree on 100 MiB")
    void hundredMebibytes() throws IOException {
        List<Path> file = List.of(random(100 * MIB));
        List<String> expected = succeeding(fsverity("digest", List.of(), file));
        assertThat(lines(new ComputeDigest(VerityParameters.DEFAULT, DigestTest::noConsole)::of, file))
                .isEqualTo(expected);
        VerityFiles kernel = new LinuxVerityFiles(LinuxKernel.ofThisMachine());
        kernel.enable(file.get(0), VerityParameters.DEFAULT);
        assertThat(lines(kernel::measure, file)).isEqualTo(expected);
    }

    private static void enable(VerityFiles kernel, List<Path> files, VerityParameters parameters) {
        for (Path file : files) {
            try {
                kernel.enable(file, parameters);
            } catch (TaskException refused) {
                if (parameters.blockSize() != 4096) {
                    SmallBlocks.skipWhereUnknown(String.valueOf(refused.getMessage()));
                }
                throw refused;
            }
        }
    }

    private List<Path> randomFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int size : SIZES) {
            files.add(random(size));
        }
        return files;
    }

    private Path random(int size) throws IOException {
        byte[] contents = new byte[size];
        new Random(size).nextBytes(contents);
        return Files.write(folder.resolve("of" + size), contents);
    }

    private static List<String> lines(Function<Path, VerityDigest> digests, List<Path> files) {
        return files.stream().map(file -> digests.apply(file) + " " + file).toList();
    }

    private static List<String> options(String algorithm, int blockSize, String salt) {
        List<String> options = new ArrayList<>(List.of("--hash-alg=" + algorithm, "--block-size=" + blockSize));
        if (!salt.isEmpty()) {
            options.add("--salt=" + salt);
        }
        return options;
    }

    private static List<String> fsverity(String command, List<String> options, List<Path> files) {
        return line(List.of("fsverity", command), options, files);
    }

    private static List<String> cli(String command, List<String> options, List<Path> files) {
        return line(Cli.command(command), options, files);
    }

    private static List<String> line(List<String> start, List<String> options, List<Path> files) {
        List<String> line = new ArrayList<>(start);
        line.addAll(options);
        files.forEach(file -> line.add(file.toString()));
        return line;
    }

    private static List<String> succeeding(List<String> command) {
        return Ran.succeeding(command.toArray(String[]::new)).lines().toList();
    }

    private static Console noConsole() {
        throw new AssertionError("these files are not large enough for progress");
    }
}
