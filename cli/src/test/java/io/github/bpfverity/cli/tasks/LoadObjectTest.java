package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.map;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.kernel.ObjectKind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects loaded, attached and pinned as the command does it. */
@Tag("kernel")
class LoadObjectTest {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final LoadOptions ONLY_LOAD = new LoadOptions(false, null);

    @TempDir
    Path folder;

    private static Path object(String name) {
        String file = "/bpf/%s.bpf.%s.o".formatted(name, LITTLE ? "el" : "eb");
        return Path.of(LoadObjectTest.class.getResource(file).getPath());
    }

    private static ObjectReport run(Path file, LoadOptions options) {
        try (LoadObject task = new LoadObject(Loader.create(), options)) {
            return task.run(file);
        }
    }

    private static Set<Integer> programs() {
        return Loader.create().ids(ObjectKind.PROGRAM).boxed().collect(Collectors.toSet());
    }

    @Test
    void itTellsWhatTheKernelSaysAndUnloads() {
        ObjectReport report = run(object("sample"), ONLY_LOAD);
        assertThat(report.facts().keySet()).containsExactly("programs", "maps", "links");
        assertThat(report.facts().get("programs"))
                .asInstanceOf(list(Object.class))
                .hasSize(2)
                .first()
                .asInstanceOf(map(String.class, Object.class))
                .containsEntry("name", "filter")
                .containsEntry("type", "socket_filter")
                .hasEntrySatisfying("tag", tag -> assertThat((String) tag).matches("[0-9a-f]{16}"))
                .hasEntrySatisfying(
                        "xlatedBytes", size -> assertThat((Integer) size).isPositive());
        assertThat(report.facts().get("maps"))
                .asInstanceOf(list(Object.class))
                .contains(
                        Facts.of("name", "counts", "type", "hash", "keySize", 4L, "valueSize", 8L, "maxEntries", 16L));
    }

    @Test
    void theVerifiersReasonIsInOneLine() {
        Path file = object("outside");
        assertThatThrownBy(() -> run(file, ONLY_LOAD))
                .isInstanceOfSatisfying(
                        TaskException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE))
                .hasMessageStartingWith(file + ": program loop (socket): PROG_LOAD: E")
                .hasMessageContaining("outside.bpf.c:7")
                .message()
                .hasLineCount(1);
    }

    @Test
    void anObjectOfTheOtherByteOrderIsRefused() {
        Path file = Path.of(object("sample").toString().replace(LITTLE ? ".el." : ".eb.", LITTLE ? ".eb." : ".el."));
        assertThatThrownBy(() -> run(file, ONLY_LOAD))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("ENDIAN");
    }

    @Test
    void whatIsAttachedStaysUntilTheTaskIsClosed() {
        Set<Integer> before = programs(); // of which the kernel may just be freeing some
        try (LoadObject task = new LoadObject(Loader.create(), new LoadOptions(true, null))) {
            assertThatThrownBy(() -> task.run(object("outside"))).isInstanceOf(TaskException.class);
            assertThat(task.keepsSomething()).isFalse();
            assertThat(task.run(object("sample")).facts()).containsEntry("links", 1);
            assertThat(task.keepsSomething()).isTrue();
            assertThat(before.containsAll(programs()))
                    .as("nothing new is there")
                    .isFalse();
        }
    }

    @Test
    void pinsAreAllMadeOrNone() throws Exception {
        assumeTrue(call("mount", "-t", "bpf", "bpf", folder.toString()) == 0, "no bpffs can be mounted here");
        try {
            Path pins = folder.resolve("pins");
            run(object("sample"), new LoadOptions(false, pins));
            assertThat(names(pins)).contains("filter", "leave", "counts", "sample_bss", "sample_rodata");
            assertThat(Loader.create().map(pins.resolve("counts")).info().maxEntries())
                    .isEqualTo(16);

            Files.delete(pins.resolve("filter"));
            Files.delete(pins.resolve("leave"));
            assertThatThrownBy(() -> run(object("sample"), new LoadOptions(false, pins)))
                    .hasMessageContaining("OBJ_PIN: EEXIST");
            assertThat(names(pins)).doesNotContain("filter", "leave");
        } finally {
            call("umount", folder.toString());
        }
    }

    @Test
    void linksArePinnedToo() throws Exception {
        assumeTrue(call("mount", "-t", "bpf", "bpf", folder.toString()) == 0, "no bpffs can be mounted here");
        try {
            run(object("sample"), new LoadOptions(true, folder));
            assertThat(names(folder))
                    .filteredOn(name -> name.startsWith("link_"))
                    .hasSize(1);
        } finally {
            call("umount", folder.toString());
        }
    }

    private static String[] names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
        }
    }

    private static int call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
