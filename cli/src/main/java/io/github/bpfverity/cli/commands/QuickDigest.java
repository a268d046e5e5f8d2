package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.ComputeDigest;
import io.github.bpfverity.cli.tasks.Console;
import io.github.bpfverity.gate.Use;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code digest --compute} for command lines so plain that they need no parser.
 *
 * <p>Hashing 100 MiB takes 50 ms and picocli's start 100, so that the common form of this command goes past it.
 * Whatever is not plainly right (help, abbreviations, mistakes) is left to picocli; a test holds the two together.
 */
public final class QuickDigest {
    private final TreeOptions tree = new TreeOptions();
    private final List<Path> files = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    private boolean compute;

    private QuickDigest() {}

    /** The command, or null if picocli should have a look. */
    public static @Nullable QuickDigest of(String... arguments) {
        QuickDigest digest = new QuickDigest();
        return digest.accepts(arguments) ? digest : null;
    }

    /** Prints the digests; the exit code. */
    public int run(PrintStream out, PrintStream err) {
        ComputeDigest digests = new ComputeDigest(tree.parameters(), () -> Console.ofThisProcess(out, err));
        return DigestPrinter.print(digests, Use.EXECUTABLE, files, out, new Reporter(err, false));
    }

    private boolean accepts(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("digest")) {
            return false;
        }
        Iterator<String> rest = Arrays.asList(arguments).listIterator(1);
        while (rest.hasNext()) {
            if (!accepts(rest.next(), rest)) {
                return false;
            }
        }
        return compute && !files.isEmpty() && isValid();
    }

    private boolean accepts(String argument, Iterator<String> rest) {
        int equals = argument.indexOf('=');
        if (argument.equals(DigestCommand.COMPUTE) && !compute) {
            compute = true;
            return true;
        }
        if (argument.startsWith("--") && equals > 0) {
            return setOnce(argument.substring(0, equals), argument.substring(equals + 1));
        }
        if (argument.startsWith("-")) {
            return rest.hasNext() && setOnce(argument, rest.next());
        }
        return !argument.isEmpty() && files.add(Path.of(argument));
    }

    private boolean setOnce(String option, String value) {
        if (value.isEmpty() || value.startsWith("-") || !given.add(option)) {
            return false;
        }
        switch (option) {
            case TreeOptions.HASH_ALG -> tree.hashAlgorithm = value;
            case TreeOptions.BLOCK_SIZE -> tree.blockSize = value;
            case TreeOptions.SALT -> tree.salt = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isValid() {
        try {
            tree.parameters();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
