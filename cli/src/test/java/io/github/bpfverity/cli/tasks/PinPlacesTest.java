package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinPlacesTest {
    private static final Path FOLDER = Path.of("/sys/fs/bpf/bpf-verity");

    private static List<Mounts.Mount> chain(String root, String second, String first) {
        return Mounts.parse(List.of(
                        "25 1 254:0 / / rw - " + root + " /dev/vda rw",
                        "23 25 0:21 / /sys rw - " + second + " none rw",
                        "29 23 0:22 / /sys/fs/bpf rw - " + first + " none rw"))
                .carrying(FOLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "rootfs", "tmpfs", "squashfs", "erofs"})
    void isLockedBelowFileSystemsThatAskBeforeTheyRemoveAFolder(String root) {
        PinPlaces.requireLockable(FOLDER, chain(root, "sysfs", "bpf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"btrfs", "fuseblk", "fuse.sshfs", "nfs", "nfs4", "9p"})
    void isNotLockedBelowOthers(String root) {
        assertThatThrownBy(() -> PinPlaces.requireLockable(FOLDER, chain(root, "sysfs", "bpf")))
                .hasMessage("--lock: / is of type " + root + ", which can lose a folder with all that is mounted there,"
                        + " the gate's pins too; use --pin alone");
    }

    @Test
    void isLockedOnSysfsAlone() {
        assertThatThrownBy(() -> PinPlaces.requireLockable(FOLDER, chain("ext4", "tmpfs", "bpf")))
                .hasMessageContaining("needs a folder on the bpffs at /sys/fs/bpf itself");
        assertThatThrownBy(() -> PinPlaces.requireLockable(FOLDER, chain("ext4", "sysfs", "tmpfs")))
                .hasMessageContaining("needs a folder on the bpffs at /sys/fs/bpf itself");
    }
}
