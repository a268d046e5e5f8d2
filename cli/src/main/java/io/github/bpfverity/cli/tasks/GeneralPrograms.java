package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that do whatever they are told: to list one is to list everything that it can be told to do. */
final class GeneralPrograms {
    /** Interpreters of text. */
    private static final Pattern INTERPRETERS = names(
            "python", "pypy", "perl", "ruby", "lua", "luajit", "php", "tclsh", "guile", "Rscript", "R", "awk", "gawk",
            "mawk", "bash", "sh", "dash", "zsh", "ksh", "mksh", "fish", "busybox", "toybox", "emacs", "vim", "ocaml",
            "ghci", "gforth");

    /** Programs that make machine code when they run, from what they are given. */
    private static final Pattern CODE_MAKERS =
            names("java", "node", "nodejs", "deno", "bun", "dotnet", "mono", "wasmtime");

    /** Programs that bring other programs, or BPF itself, under the control of who starts them. */
    private static final Pattern LOADERS = names(
            "gdb",
            "lldb",
            "strace",
            "ltrace",
            "bpftool",
            "bpftrace",
            "tc",
            "ip",
            "perf",
            "unshare",
            "nsenter",
            "env",
            "ld",
            "ld-linux",
            "ld-linux-x86-64",
            "ld-linux-aarch64",
            "ld-musl-x86_64",
            "ld-musl-aarch64",
            "qemu-x86_64");

    private GeneralPrograms() {}

    /** Names as they are installed: with a version, and for linkers with an ending. */
    private static Pattern names(String... names) {
        return Pattern.compile("(" + String.join("|", names) + ")(-?\\d[\\d.]*)?([.]so[.\\d]*)?");
    }

    /** What is to be said of a program before it is listed; empty if it is none of those. */
    static Optional<String> warning(Path file) {
        String name = name(file);
        if (INTERPRETERS.matcher(name).matches()) {
            return Optional.of("is an interpreter: whoever can run it has bpf() through it; list the one program"
                    + " that needs bpf(), or give one process a grant with 'run'");
        }
        if (CODE_MAKERS.matcher(name).matches()) {
            return Optional.of("makes its code when it runs: scope process always denies it, and in scope exe whoever"
                    + " can run it has bpf() through it; give one process a grant with 'run'");
        }
        return LOADERS.matcher(name).matches()
                ? Optional.of("is a general-purpose tool: whoever can run it has what it can do with bpf()")
                : Optional.empty();
    }

    private static String name(Path file) {
        try {
            return String.valueOf(file.toRealPath().getFileName());
        } catch (IOException e) {
            return String.valueOf(file.getFileName());
        }
    }
}
