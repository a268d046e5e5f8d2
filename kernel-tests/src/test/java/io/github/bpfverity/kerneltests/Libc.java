package io.github.bpfverity.kerneltests;

import jnr.ffi.LibraryLoader;

/** The C library's functions that tests call themselves. */
public interface Libc {
    Libc INSTANCE = LibraryLoader.create(Libc.class).load("c");

    int memfd_create(String name, int flags);

    int close(int fd);

    long syscall(long number, long first, long second, long third);
}
