package io.github.bpfverity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, run as a user runs it. */
class JarIT {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path folder;

    record Result(int code, String out, String err) {}

    @Test
    void everyPathStartsWithoutAWordFromTheJvm() throws Exception {
        assertThat(jar("--version")).isEqualTo(new Result(0, jar("--version").out(), ""));
        assertThat(jar("--version").out()).matches("bpf-verity \\d.*\n");
        assertThat(jar("digest", "--compute", "/bin/sh").err()).isEmpty();
        assertThat(jar("doctor").err()).isEmpty();
        assertThat(jar("digest", "/bin/sh").err()).matches("(bpf-verity: /bin/sh: .*\n)?");
    }

    @Test
    void attachIsRefusedWhereTheKernelHasNoFsVerity() throws Exception {
        assumeTrue(jar("doctor").out().contains("FAIL  fs-verity: "), "this kernel has fs-verity");
        Result result = jar("attach", "/bin/true");
        assertThat(result.code()).isEqualTo(69);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("bpf-verity: fs-verity: not in this kernel")
                .hasLineCount(1);
    }

    @Test
    void aFullDiskIsAFailure() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Result result = run("sh", "-c", "\"$0\" -jar target/cli.jar digest --compute /bin/sh > /dev/full", JAVA);
        assertThat(result.code()).isEqualTo(74);
        assertThat(result.err()).hasLineCount(1);
    }

    @Test
    void inspectAndLoadPrintOneLineForEachObject() throws Exception {
        String sample = "target/test-classes/bpf/sample.bpf.el.o";
        String other = "target/test-classes/bpf/sample.bpf.eb.o";
        Result inspected = jar("inspect", "--json", sample, "/no such", other);
        assertThat(inspected.code()).isEqualTo(65);
        assertThat(inspected.err()).isEmpty();
        assertThat(inspected.out().lines().map(line -> line.replaceAll(",\"error\".*", "")))
                .containsExactly(
                        "{\"schema\":1,\"kind\":\"object\",\"file\":\"" + sample + "\",\"ok\":true",
                        "{\"schema\":1,\"kind\":\"object\",\"file\":\"/no such\",\"ok\":false",
                        "{\"schema\":1,\"kind\":\"object\",\"file\":\"" + other + "\",\"ok\":true");
        Result loaded = jar("load", "--json", "/no such", other);
        assertThat(loaded.code()).isEqualTo(66);
        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.out()).hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource({"/no such, 66", "/bin, 64", "/dev/null, 64"})
    void whatIsNoFileHasItsOwnCode(String path, int code) throws Exception {
        for (String command : List.of("attach", "digest", "enable")) {
            Result result = jar(command, path);
            assertThat(result.code()).isEqualTo(code);
            assertThat(result.err()).startsWith("bpf-verity: " + path + ": ").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, (1 << 20) + 1, 100 << 20})
    void digestsAreThoseOfTheFsverityProgram(int size) throws Exception {
        assumeTrue(run("sh", "-c", "command -v fsverity").code() == 0, "the fsverity program is not installed");
        String file = fileOf(size).toString();
        for (String algorithm : List.of("sha256", "sha512")) {
            for (String block : List.of("1024", "4096")) {
                for (String salt : List.of("", "00112233445566778899aabbccddeeff0102")) {
                    List<String> options = new ArrayList<>(List.of("--hash-alg=" + algorithm, "--block-size=" + block));
                    if (!salt.isEmpty()) {
                        options.add("--salt=" + salt);
                    }
                    options.add(file);
                    assertThat(jar(with(List.of("digest", "--compute"), options)))
                            .isEqualTo(run(with(List.of("fsverity", "digest"), options)));
                }
            }
        }
    }

    private Path fileOf(int size) throws IOException {
        Path file = folder.resolve("data");
        Files.write(file, new byte[] {1, 2, 3});
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
        return file;
    }

    private static String[] with(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all.toArray(String[]::new);
    }

    private Result jar(String... arguments) throws Exception {
        return run(with(List.of(JAVA, "-jar", "target/cli.jar"), List.of(arguments)));
    }

    private Result run(String... command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("%s ends", List.of(command))
                .isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
