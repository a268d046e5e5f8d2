package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a task speaks to people.
 *
 * @param out for results
 * @param err for failures, warnings and progress
 * @param coloured whether lines on {@code out} may have colours
 * @param watched whether {@code err} is a terminal, so that somebody may want to see how far long work is
 */
public record Console(PrintStream out, PrintStream err, boolean coloured, boolean watched) {
    private static final Pattern TERMINALS = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");

    /** Of this process, by where its descriptors 1 and 2 lead. Colours are for terminals only (no-color.org). */
    public static Console ofThisProcess(PrintStream out, PrintStream err) {
        boolean plain = isSet(System.getenv("NO_COLOR")) || "dumb".equals(System.getenv("TERM"));
        return new Console(out, err, !plain && isTerminal(1), isTerminal(2));
    }

    private static boolean isSet(@Nullable String variable) {
        return variable != null && !variable.isEmpty();
    }

    private static boolean isTerminal(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return TERMINALS.matcher(target.toString()).matches();
        } catch (IOException e) {
            return false;
        }
    }

    /** Prints a line about a decision. */
    public void decision(String line) {
        out.println(coloured ? Colour.of(line) : line);
    }

    /** Prints a result, now. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints a line that is neither a result nor a failure's. */
    public void note(String words) {
        err.println("bpf-verity: " + words);
    }
}
