package io.github.bpfverity.kerneltests;

import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The C programs that act on a gate and its keeper; their comments say what each does. */
final class Programs {
    private static final Path FOLDER = Path.of("/guest/attacks/keeper-static");

    private Programs() {}

    static String path(String name) {
        return FOLDER.resolve(name).toString();
    }

    /** A copy that can be listed. */
    static Path sealed(String name, Path folder) {
        try {
            Path copy = Files.copy(FOLDER.resolve(name), folder.resolve(name));
            Ran.succeeding("fsverity", "enable", copy.toString());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a program that is not listed reaches bpf(). */
    static boolean bpfIsOpen() {
        return Tool.BPFTOOL.listPrograms().status() == 0;
    }

    /** The number of a kernel function in the kernel's types. */
    static int function(String name) {
        try {
            return KernelBtf.system().vmlinux().find(BtfKind.FUNC, name).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
