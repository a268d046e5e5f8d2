package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that exists in memory only (memfd_create), and can be run by its path. */
record MemoryFile(int fd) implements AutoCloseable {
    static MemoryFile copyOf(Path file) {
        MemoryFile copy = new MemoryFile(Libc.INSTANCE.memfd_create("copy", 0));
        try (OutputStream out = Files.newOutputStream(copy.path())) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    Path path() {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + fd);
    }

    @Override
    public void close() {
        Libc.INSTANCE.close(fd);
    }
}
