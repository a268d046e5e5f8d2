package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kind of performance event that is a uprobe: a number that the kernel gives when it boots. */
final class UprobeType {
    private static final Path FILE = Path.of("/sys/bus/event_source/devices/uprobe/type");

    private UprobeType() {}

    /** Empty where the kernel has no uprobes; without sysfs, this cannot be told. */
    static Optional<Integer> ofThisMachine() {
        if (!Files.exists(FILE.getParent().getParent())) {
            throw new TaskException(
                    Problem.UNAVAILABLE, FILE + " is not there: sysfs is not mounted; mount -t sysfs none /sys");
        }
        try {
            return Files.exists(FILE)
                    ? Optional.of(Integer.valueOf(Files.readString(FILE).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new TaskException(Problem.UNAVAILABLE, FILE + ": " + e, e);
        }
    }
}
