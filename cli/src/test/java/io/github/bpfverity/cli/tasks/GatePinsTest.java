package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files stand for pins: removing is the same. */
class GatePinsTest {
    @TempDir
    Path temporary;

    @Test
    void theFolderIsItsOwnersAloneAndMadeOnce() throws IOException {
        Path folder = temporary.resolve("gate");
        assertThat(GatePins.at(folder).areThere()).isFalse();
        GatePins.create(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        var e = catchThrowableOfType(TaskException.class, () -> GatePins.create(folder));
        assertThat(e).hasMessageContaining("a gate is pinned there already");
    }

    @Test
    void removingTakesAllNamesAndTheFolder() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("gate"));
        for (String name : new String[] {"map_gate_events", "link_gate_bpf", "program_gate_bpf"}) {
            Files.createFile(folder.resolve(name));
        }
        GatePins.at(folder).remove();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aGateThatDecidesIsNoLeftover() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("gate"));
        Files.createFile(folder.resolve("map_guard_bss"));
        GatePins pins = GatePins.at(folder);
        assertThat(pins.areThere()).isFalse();
        Files.createFile(folder.resolve("link_gate_bpf"));
        assertThat(pins.areThere()).isTrue();
        pins.removeLeftovers();
        assertThat(pins.link("gate_bpf")).isPresent();
        assertThat(pins.map("guard.bss")).contains(folder.resolve("map_guard_bss"));
        assertThat(pins.program("gate_bpf")).isEmpty();
        Files.delete(folder.resolve("link_gate_bpf"));
        pins.removeLeftovers();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderWithOtherThingsLosesNothing() throws IOException {
        Files.createFile(temporary.resolve("link_x"));
        Files.createFile(temporary.resolve("letter.txt"));
        var e = catchThrowableOfType(TaskException.class, GatePins.at(temporary)::remove);
        assertThat(e.problem()).isEqualTo(Problem.USAGE);
        assertThat(temporary).isDirectoryContaining("glob:**link_x").isDirectoryContaining("glob:**letter.txt");
    }

    @Test
    void whereNothingIsPinnedItSaysSo() {
        var e = catchThrowableOfType(TaskException.class, GatePins.at(temporary.resolve("none"))::remove);
        assertThat(e.problem()).isEqualTo(Problem.NO_INPUT);
    }
}
