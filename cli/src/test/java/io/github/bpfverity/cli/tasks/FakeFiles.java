package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Three files: one with fs-verity, one without, one where there is no such thing. */
public final class FakeFiles implements VerityFiles {
    /** Has fs-verity on. These exist on any machine. */
    public static final Path SEALED = Path.of("/bin/true");

    /** Has fs-verity on as well. */
    public static final Path LIBRARY = Path.of("/bin/cp");

    /** Has it not. */
    public static final Path PLAIN = Path.of("/bin/ls");

    /** Lies on a file system without it. */
    public static final Path FOREIGN = Path.of("/bin/cat");

    /** What was enabled, with what. */
    public final List<String> enabled = new ArrayList<>();

    private final Set<Path> sealed = new HashSet<>(Set.of(SEALED, LIBRARY));

    @Override
    public Optional<VerityDigest> find(Path named) {
        Path path = behind(named);
        if (path.equals(FOREIGN)) {
            throw new TaskException(Problem.UNAVAILABLE, path + ": no fs-verity here");
        }
        return sealed.contains(path) ? Optional.of(digest(path)) : Optional.empty();
    }

    /** The file that a link in a folder of processes leads to. */
    private static Path behind(Path path) {
        try {
            boolean link = !path.startsWith("/bin") && Files.isSymbolicLink(path);
            return link ? Files.readSymbolicLink(path) : path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Zeros for {@link #SEALED}, of which no other file's ends. */
    public static VerityDigest digest(Path path) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) (path.equals(SEALED) ? 0 : path.hashCode() | 1);
        return new VerityDigest(HashAlgorithm.SHA256, bytes);
    }

    @Override
    public void enable(Path path, VerityParameters parameters) {
        sealed.add(path);
        enabled.add(path + " " + parameters.algorithm().label() + " " + parameters.blockSize() + " "
                + parameters.salt().length);
    }
}
