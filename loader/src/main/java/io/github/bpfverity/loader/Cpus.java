package io.github.bpfverity.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processors that the kernel may ever have: the length of every per-CPU value.
 *
 * <p>Source: {@code /sys/devices/system/cpu/possible}, such as {@code 0-7} or {@code 0-3,8}. Read when it is
 * first needed.
 */
final class Cpus {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    private final Path file;
    private volatile int count;

    Cpus() {
        this(POSSIBLE);
    }

    Cpus(Path file) {
        this.file = file;
    }

    /** How many there may be. */
    int possible() {
        if (count == 0) {
            count = read();
        }
        return count;
    }

    private int read() {
        try {
            return count(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell how many processors there may be", e);
        }
    }

    /** The number of processors in a list of ranges. */
    static int count(String ranges) {
        int total = 0;
        for (String range : ranges.split(",")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            total += last - first + 1;
        }
        return total;
    }
}
