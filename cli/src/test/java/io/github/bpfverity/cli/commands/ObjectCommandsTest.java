package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.elf.ElfImage;
import java.nio.ByteOrder;
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
        assertThat(services.complaints()).contains("attached until this ends, ctrl-c ends it");
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

    @Test
    void inspectTellsSectionsSymbolsRelocationsAndTypesOnRequest() {
        assertThat(run("inspect", "--json", "--elf", "--types", LITTLE)).isZero();
        assertThat(services.printed())
                .hasLineCount(1)
                .contains(
                        "\"sections\":[{\"index\":0,\"name\":\"\",\"type\":\"NULL\",\"address\":0,",
                        "\"type\":\"FUNC\",\"binding\":\"GLOBAL\",\"visibility\":\"DEFAULT\",\"section\":",
                        "\"symbolName\":\"counts\",\"addend\":0}",
                        "\"types\":[{\"id\":1,\"kind\":\"")
                .endsWith("\"warnings\":[]}\n");
    }

    @Test
    void inspectShowsPartsOfTypesBelowThem() {
        assertThat(run("inspect", "--types", LITTLE)).isZero();
        assertThat(services.printed())
                .contains("\n    id 1, kind ")
                .containsPattern("\n    id \\d+, kind STRUCT, name task_struct, size \\d+, vlen \\d+\n      name ");
    }

    @Test
    void inspectReadsAFileOfNothingButTypes() throws Exception {
        Path types = folder.resolve("types");
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        Files.write(types, builder.encode(ByteOrder.BIG_ENDIAN));
        assertThat(run("inspect", "--types", types.toString())).isZero();
        assertThat(services.printed()).isEqualTo(types + """

                  byteOrder: big
                  types:
                    id 1, kind INT, name int, size 4, bits_offset 0, nr_bits 32, encoding SIGNED
                """);

        assertThat(run("inspect", types.toString())).isEqualTo(65);
        assertThat(services.complaints()).contains("too few for an ELF header").hasLineCount(1);
    }

    @Test
    void namesInFilesDoNotSpeakToTheTerminal() throws Exception {
        Path file = folder.resolve("types");
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Fwd("a\u001b[31m\nb", false));
        Files.write(file, builder.encode(ByteOrder.LITTLE_ENDIAN));
        assertThat(run("inspect", "--types", file.toString())).isZero();
        assertThat(services.printed()).contains("name a\\u001b[31m\\u000ab, fwd_kind struct\n");
    }

    @Test
    void longNamesAreCut() throws Exception {
        Path file = folder.resolve("long.o");
        ElfImage image = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN);
        int section = image.section(ElfImage.Part.text("x".repeat(5000), new byte[8]));
        image.function("f", section, 0, 8);
        Files.write(file, image.build().bytes());
        assertThat(run("inspect", "--json", file.toString())).isZero();
        assertThat(services.printed()).contains("\"section\":\"" + "x".repeat(1000) + "\\u2026\"");
    }
}
