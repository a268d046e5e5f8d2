package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every other kernel test takes for granted about the machine. */
@Tag("kernel")
class MachineTest {
    @Test
    @DisplayName("bpf is among the active security modules")
    void bpfIsActive() throws IOException {
        assertThat(Files.readString(Path.of("/sys/kernel/security/lsm")).split(","))
                .contains("bpf");
    }

    @Test
    @DisplayName("the kernel has BTF")
    void kernelHasBtf() {
        assertThat(Path.of("/sys/kernel/btf/vmlinux")).exists();
    }
}
