package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectCommandsTest {
    private static final String LITTLE = "target/test-classes/bpf/sample.bpf.el.o";
    private static final String BIG = "target/test-classes/bpf/sample.bpf.eb.o";

    @TempDir
    Path folder;

    private final FakeServices services = new FakeServices();

    private int run(String... arguments) {
        return Commands.run(services, arguments);
    }

    @Test
    void loadPrintsOneLineOfJsonForEachObjectAndGoesOnAfterAFailure() {
        assertThat(run("load", "--json", "good", "bad", "worse", "good")).isEqualTo(69);
        String good = "{\"schema\":1,\"kind\":\"object\",\"file\":\"good\",\"ok\":true,\"error\":null,"
                + "\"programs\":[{\"name\":\"p\",\"tag\":\"00ff\",\"xlatedBytes\":16}],"
                + "\"maps\":[],\"links\":0,\"warnings\":[\"\\u00e9 is odd\"]}\n";
        assertThat(services.printed())
                .isEqualTo(good
                        + "{\"schema\":1,\"kind\":\"object\",\"file\":\"bad\",\"ok\":false,\"error\":\"bad: \\\"it\\\" is\\u0009bad\",\"warnings\":[]}\n"
                        + "{\"schema\":1,\"kind\":\"object\",\"file\":\"worse\",\"ok\":false,"
                        + "\"error\":\"internal error: java.lang.IllegalStateException: worse\",\"warnings\":[]}\n"
                        + good);
        assertThat(services.complaints()).isEmpty();
        assertThat(services.objects.log)
                .containsExactly("attach false pins null", "load good", "load bad", "load worse", "load good", "close");
    }

    @Test
    void loadPrintsTextForPeople() {
        assertThat(run("load", "bad", "good")).isEqualTo(69);
        assertThat(services.printed()).isEqualTo("""
                good
                  programs:
                    name p, tag 00ff, xlatedBytes 16
                  maps: none
                  links: 0
                """);
        assertThat(services.complaints())
                .startsWith("bpf-verity: bad: \"it\" is")
                .hasLineCount(2);
    }

    @Test
    void loadStaysAttachedUntilItIsAskedToEnd() {
        assertThat(run("load", "--attach", "good")).isZero();
        assertThat(services.objects.log).containsExactly("attach true pins null", "load good", "close");
    }

    @Test
    @Timeout(20)
    void loadWaitsForNothingIfNothingIsAttached() {
        assertThat(run("load", "--attach", "bad")).isEqualTo(69);
        assertThat(services.objects.log).containsExactly("attach true pins null", "load bad", "close");
    }

    @Test
    void loadEndsOnceWhatItAttachedIsPinned() {
        services.objects.stop = () -> {};
        assertThat(run("load", "--attach", "--pin", "/pins", "good")).isZero();
        assertThat(services.objects.log).containsExactly("attach true pins /pins", "load good", "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {LITTLE, BIG})
    void inspectTellsAllThatIsInAnObjectOfEitherByteOrder(String file) {
        assertThat(run("inspect", "--json", file)).isZero();
        assertThat(services.printed())
                .hasLineCount(1)
                .startsWith("{\"schema\":1,\"kind\":\"object\",\"file\":\"" + file
                        + "\",\"ok\":true,\"error\":null,\"byteOrder\":\"" + (file.equals(BIG) ? "big" : "little")
                        + "\",\"license\":\"GPL\",")
                .contains(
                        "{\"name\":\"filter\",\"section\":\"socket\",\"type\":\"socket_filter\"",
                        "{\"name\":\"unwanted\",\"section\":\"?raw_tp/sys_enter\",\"type\":\"raw_tracepoint\","
                                + "\"attachTarget\":\"sys_enter\",\"sleepable\":false,\"autoload\":false",
                        "{\"name\":\"counts\",\"symbol\":\"counts\",\"type\":\"hash\",\"keySize\":4,\"valueSize\":8,"
                                + "\"maxEntries\":16,\"flags\":0,\"pinning\":\"none\"}",
                        "{\"name\":\"step\",\"map\":\"sample.rodata\",\"offset\":0,\"size\":4,\"type\":\"const volatile __u32\"}",
                        "{\"name\":\"LINUX_KERNEL_VERSION\",\"kind\":\"kconfig\",\"weak\":false,\"type\":\"int\"}",
                        "\"section\":\"raw_tp/sched_process_exit\",\"instruction\":",
                        "\"kind\":\"byte_off\",\"subject\":\"struct task_struct.tgid\"}")
                .endsWith("\"warnings\":[]}\n");
    }

    @Test
    void inspectTellsWhatItCannotReadAndGoesOn() throws Exception {
        Path broken = folder.resolve("broken.o");
        Files.write(broken, new byte[] {0x7f, 'E', 'L', 'F'});
        assertThat(run("inspect", "--json", broken.toString(), "/no such", "/dev/null", "/", LITTLE))
                .isEqualTo(65);
        assertThat(services.printed().lines().map(line -> line.replaceAll(",\"(byteOrder|warnings)\".*", "")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"schema\":1,\"kind\":\"object\",\"file\":\"" + broken
                                        + "\",\"ok\":false,\"error\":\"" + broken + " at "),
                        line -> assertThat(line)
                                .startsWith(
                                        "{\"schema\":1,\"kind\":\"object\",\"file\":\"/no such\",\"ok\":false,\"error\":\"/no such: no such file"),
                        line -> assertThat(line).contains("\"ok\":false", "not a regular file"),
                        line -> assertThat(line).contains("\"ok\":false", "is a directory"),
                        line -> assertThat(line)
                                .isEqualTo("{\"schema\":1,\"kind\":\"object\",\"file\":\"" + LITTLE
                                        + "\",\"ok\":true,\"error\":null"));
    }

    @Test
    void inspectOfAMissingFileIs65AsOfAnyOther() {
        assertThat(run("inspect", "/no such")).isEqualTo(65);
        assertThat(services.complaints())
                .startsWith("bpf-verity: /no such: no such file")
                .hasLineCount(1);
    }
}
