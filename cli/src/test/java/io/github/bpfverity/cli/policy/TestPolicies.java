package io.github.bpfverity.cli.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Readers of policies that do not lie in root's folders. */
public final class TestPolicies {
    private TestPolicies() {}

    /** Reads what lies below {@code start}, which the user who tests owns; standard input holds {@code input}. */
    public static PolicyReader reader(Path start, String input) {
        return new PolicyReader(files(start), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    static TrustedFiles files(Path start) {
        try {
            return new TrustedFiles(start, Files.getOwner(Path.of("/proc/self")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
