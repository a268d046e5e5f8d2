package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;

/** A file that exists in memory only (memfd_create), and can be run by its path. */
record MemoryFile(int fd) implements AutoCloseable {
    /** The C library's functions used here. */
    public interface Libc {
        int memfd_create(String name, int flags);

        int close(int fd);
    }

    private static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");

    static MemoryFile copyOf(Path file) {
        MemoryFile copy = new MemoryFile(LIBC.memfd_create("copy", 0));
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
        LIBC.close(fd);
    }
}
