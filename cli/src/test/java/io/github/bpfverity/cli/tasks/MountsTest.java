package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final Mounts MOUNTS = Mounts.parse(List.of(
            "25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
            "23 25 0:21 / /sys rw,relatime - sysfs none rw",
            "29 23 0:22 / /sys/fs/bpf rw,relatime master:3 - bpf none rw",
            "30 25 0:300 /a /a\\040folder rw - tmpfs none rw",
            "31 29 0:40 / /sys/fs/bpf/over rw - bpf none rw",
            "32 31 0:41 / /sys/fs/bpf/over rw - tmpfs none rw"));

    @Test
    void aPathIsCarriedByAllMountsUpToTheRoot() {
        assertThat(MOUNTS.carrying(Path.of("/sys/fs/bpf/gate")))
                .extracting(Mounts.Mount::id, Mounts.Mount::device, Mounts.Mount::type)
                .containsExactly(tuple(29, 22, "bpf"), tuple(23, 21, "sysfs"), tuple(25, 254 << 20, "ext4"));
    }

    @Test
    void namesAreUnescapedAndPartsOfNamesAreNoFolders() {
        assertThat(MOUNTS.carrying(Path.of("/a folder/b")).get(0))
                .isEqualTo(new Mounts.Mount(30, 25, 300, "/a", Path.of("/a folder"), "tmpfs"));
        assertThat(MOUNTS.carrying(Path.of("/a folders")).get(0).id()).isEqualTo(25);
    }

    @Test
    void whatIsMountedLastCoversTheOthers() {
        assertThat(MOUNTS.carrying(Path.of("/sys/fs/bpf/over/gate")))
                .extracting(Mounts.Mount::id)
                .containsExactly(32, 31, 29, 23, 25);
    }
}
