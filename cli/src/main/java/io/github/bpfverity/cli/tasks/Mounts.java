package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mounts that this process sees. Source: {@code proc_pid_mountinfo(5)}. */
final class Mounts {
    private static final Path INFO = Path.of("/proc/self/mountinfo");

    private final List<Mount> mounts;

    /**
     * One mount.
     *
     * @param device its file system, as the kernel has it: {@code major << 20 | minor}
     * @param root what of the file system is mounted
     * @param type such as {@code bpf}
     */
    record Mount(int id, int parent, int device, String root, Path point, String type) {}

    private Mounts(List<Mount> mounts) {
        this.mounts = mounts;
    }

    static Mounts read() throws IOException {
        return parse(Files.readAllLines(INFO));
    }

    static Mounts parse(List<String> lines) {
        return new Mounts(lines.stream().map(Mounts::mount).toList());
    }

    private static Mount mount(String line) {
        String[] halves = line.split(" - ", 2);
        String[] fields = halves[0].split(" ");
        String[] device = fields[2].split(":");
        return new Mount(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Integer.parseInt(device[0]) << 20 | Integer.parseInt(device[1]),
                unescaped(fields[3]),
                Path.of(unescaped(fields[4])),
                halves[1].split(" ")[0]);
    }

    /** Blanks and the like are written as a backslash and three octal digits. */
    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    /** What a path lies in, and what that is mounted on, up to the root. */
    List<Mount> carrying(Path path) {
        List<Mount> chain = new ArrayList<>();
        Optional<Mount> next = of(path);
        while (next.isPresent() && !chain.contains(next.get())) {
            Mount mount = next.get();
            chain.add(mount);
            next = mounts.stream().filter(other -> other.id() == mount.parent()).findFirst();
        }
        return chain;
    }

    /** The longest mount point wins, and of several on one point the last, which covers the others. */
    private Optional<Mount> of(Path path) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.point()))
                .reduce((a, b) -> b.point().getNameCount() >= a.point().getNameCount() ? b : a);
    }
}
