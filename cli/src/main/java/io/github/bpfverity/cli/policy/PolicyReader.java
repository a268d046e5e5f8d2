package io.github.bpfverity.cli.policy;

import io.github.bpfverity.cli.policy.PolicyException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads policy files, all or nothing. */
public final class PolicyReader {
    /** Standard input, where a file is named. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final String SIGNATURE = ".sig";
    private static final String SUFFIX = ".policy";

    private final TrustedFiles files;
    private final InputStream input;
    private byte @Nullable [] fromInput;

    PolicyReader(TrustedFiles files, InputStream input) {
        this.files = files;
        this.input = input;
    }

    /**
     * Reads what only root can have written.
     *
     * @param input standard input; whoever starts this process answers for it, and it is read only once
     */
    public static PolicyReader ofRoot(InputStream input) {
        try {
            return new PolicyReader(TrustedFiles.ofRoot(), input);
        } catch (IOException e) {
            throw new IllegalStateException("this machine has no user 0", e);
        }
    }

    /**
     * What a text lists, as a policy of that name.
     *
     * @throws PolicyException with all that is wrong
     */
    public static Policy parse(String text, String name) throws PolicyException {
        List<String> problems = new ArrayList<>();
        List<PolicyEntry> lines = PolicyParser.parse(text.getBytes(StandardCharsets.UTF_8), name, problems);
        PolicyException.requireNone(problems);
        return Policy.of(lines);
    }

    /**
     * What the files list together. A folder stands for its files {@code *.policy}, in the order of their names.
     *
     * @param key the file with the key that each of them is signed with, the signature of FILE being in FILE.sig; null
     *     where none is asked for
     * @throws PolicyException with all that is wrong
     */
    public Policy read(List<Path> paths, @Nullable Path key) throws PolicyException {
        PolicyKey signer = key == null ? null : PolicyKey.parse(files.read(key), key.toString());
        List<PolicyEntry> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : files(paths)) {
            byte[] bytes = read(path, signer);
            String name = path.equals(STANDARD_INPUT) ? "standard input" : path.toString();
            lines.addAll(PolicyParser.parse(bytes, name, problems));
        }
        PolicyException.requireNone(problems);
        return Policy.of(lines);
    }

    private static List<Path> files(List<Path> paths) throws PolicyException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(policiesIn(path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private static List<Path> policiesIn(Path folder) throws PolicyException {
        try (Stream<Path> names = Files.list(folder)) {
            List<Path> policies = names.filter(name -> name.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            if (policies.isEmpty()) {
                throw new PolicyException(Kind.NO_INPUT, folder + ": has no file *" + SUFFIX);
            }
            return policies;
        } catch (IOException e) {
            throw new PolicyException(Kind.NO_INPUT, folder + ": cannot be read: " + e.getMessage());
        }
    }

    private byte[] read(Path path, @Nullable PolicyKey signer) throws PolicyException {
        if (path.equals(STANDARD_INPUT)) {
            if (signer != null) {
                throw new PolicyException(Kind.USAGE, "standard input has no signature; name a file beside its .sig");
            }
            return standardInput();
        }
        byte[] bytes = files.read(path);
        if (signer != null) {
            signer.require(bytes, signature(path), path.toString());
        }
        return bytes;
    }

    private byte[] signature(Path path) throws PolicyException {
        Path file = path.resolveSibling(path.getFileName() + SIGNATURE);
        try {
            return files.read(file);
        } catch (PolicyException e) {
            if (e.kind() != Kind.NO_INPUT) {
                throw e;
            }
            throw new PolicyException(
                    Kind.NOT_TRUSTED, path + ": not signed: " + file + " is missing or cannot be read");
        }
    }

    private byte[] standardInput() throws PolicyException {
        byte[] bytes = fromInput;
        if (bytes == null) {
            try {
                bytes = TrustedFiles.bounded(input, STANDARD_INPUT);
            } catch (IOException e) {
                throw new PolicyException(Kind.INPUT_OUTPUT, "standard input: cannot be read: " + e.getMessage());
            }
            fromInput = bytes;
        }
        return bytes;
    }
}
