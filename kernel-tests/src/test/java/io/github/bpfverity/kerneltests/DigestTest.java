package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
    void allWaysAgree(String algorithm, int blockSize, String salt) throws IOException {
        List<String> options = new ArrayList<>(List.of("--hash-alg=" + algorithm, "--block-size=" + blockSize));
        if (!salt.isEmpty()) {
            options.add("--salt=" + salt);
        }
        List<Path> files = new ArrayList<>();
        for (int size : SIZES) {
            files.add(random(size));
        }
        String expected = succeeding(fsverity("digest", options, files));
        assertThat(succeeding(cli("digest", with(options, "--compute"), files))).isEqualTo(expected);

        Ran enabled = Ran.command(cli("enable", options, files));
        assumeTrue(
                enabled.status() == 0 || blockSize == 4096,
                "this kernel takes no blocks of " + blockSize + " bytes: "
                        + enabled.output().lines().findFirst());
        assertThat(enabled.status()).as(enabled.output()).isZero();
        assertThat(succeeding(cli("digest", List.of(), files))).isEqualTo(expected);
        assertThat(succeeding(fsverity("measure", List.of(), files))).isEqualTo(expected);
    }

    @Test
    @DisplayName("all ways agree on 100 MiB")
    void hundredMebibytes() throws IOException {
        List<Path> file = List.of(random(100 * MIB));
        String expected = succeeding(fsverity("digest", List.of(), file));
        assertThat(succeeding(cli("digest", List.of("--compute"), file))).isEqualTo(expected);
        assertThat(succeeding(cli("enable", List.of(), file))).isEmpty();
        assertThat(succeeding(cli("digest", List.of(), file))).isEqualTo(expected);
    }

    private Path random(int size) throws IOException {
        byte[] contents = new byte[size];
        new Random(size).nextBytes(contents);
        return Files.write(folder.resolve("of" + size), contents);
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
        line.addAll(files.stream().map(Path::toString).collect(Collectors.toList()));
        return line;
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static String succeeding(List<String> command) {
        return Ran.succeeding(command.toArray(String[]::new));
    }
}
