package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much a gatekeeper takes of the machine. */
final class KeeperSize {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");

    private KeeperSize() {}

    /** The most that was seen of each. */
    record Peak(long residentBytes, long descriptors) {
        @Override
        public String toString() {
            return "%.1f MiB and %d descriptors".formatted(residentBytes / 1048576.0, descriptors);
        }
    }

    /** Looks at a process again and again for so long. */
    static Peak watch(long process, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        Peak peak = now(process);
        while (System.nanoTime() < end) {
            Pause.millis(500);
            Peak now = now(process);
            peak = new Peak(
                    Math.max(peak.residentBytes, now.residentBytes), Math.max(peak.descriptors, now.descriptors));
        }
        return peak;
    }

    private static Peak now(long process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process));
        Matcher resident = RESIDENT.matcher(Files.readString(folder.resolve("status")));
        if (!resident.find()) {
            throw new AssertionError("process " + process + " has ended");
        }
        try (Stream<Path> descriptors = Files.list(folder.resolve("fd"))) {
            return new Peak(Long.parseLong(resident.group(1)) * 1024, descriptors.count());
        }
    }
}
