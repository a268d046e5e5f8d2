package io.github.bpfverity.kerneltests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A copy of a program that calls bpf(): Debian's bpftool, which the machine carries for the tests alone. */
record Tool(Path path) {
    private static final Path PATH = Path.of("/usr/bin/bpftool");

    /** The one that was not copied: never listed. */
    static final Tool BPFTOOL = new Tool(PATH);

    private static boolean librariesSealed;

    /** Copies the program; without fs-verity. */
    static Tool copyTo(Path file) {
        try {
            Files.copy(PATH, file);
            return new Tool(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns fs-verity on, with options of the program {@code fsverity}, and for what the program needs. */
    Tool enabled(String... options) {
        sealLibraries();
        List<String> command = new ArrayList<>(List.of("fsverity", "enable", path.toString()));
        command.addAll(Arrays.asList(options));
        Ran.succeeding(command.toArray(String[]::new));
        return this;
    }

    /** Those of the original, which stays without fs-verity itself: copies have the same. */
    private static synchronized void sealLibraries() {
        if (!librariesSealed) {
            Path copy = copyTo(Path.of("/root/bpftool-to-seal")).path();
            Ran sealed = Cli.run("seal", "--with-libraries", copy.toString());
            if (sealed.status() != 0) {
                throw new AssertionError("seal ended with " + sealed.status() + ": " + sealed.output());
            }
            librariesSealed = true;
        }
    }

    /** The digest as the kernel says it, {@code ALGORITHM:HEX}. */
    String digest() {
        return Ran.succeeding("fsverity", "measure", path.toString()).split(" ")[0];
    }

    /** Lists the loaded programs: several bpf() calls. */
    Ran listPrograms() {
        return Ran.command(path.toString(), "prog", "list");
    }
}
