package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.cli.tasks.Digests;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.gate.Use;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What {@code digest} prints, with or without a parser in front of it. */
final class DigestPrinter {
    private DigestPrinter() {}

    /** One line for each file that has a digest, a report for each that has none; the exit code. */
    static int print(Digests digests, Use use, List<Path> files, PrintStream out, Reporter reporter) {
        for (Path file : files) {
            try {
                out.println(PolicyEntry.line(digests.of(file), use, file.toString()));
            } catch (TaskException e) {
                reporter.report(e);
            }
        }
        return reporter.exitCode();
    }
}
