package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.policy.PolicyEntry;
import io.github.bpfverity.cli.tasks.Digests;
import io.github.bpfverity.cli.tasks.Json;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code digest} prints, with or without a parser in front of it. */
final class DigestPrinter {
    private DigestPrinter() {}

    /** As {@link #print}, with a document for each file. */
    static int printJson(Digests digests, Use use, List<Path> files, PrintStream out, Reporter reporter) {
        for (Path file : files) {
            try {
                out.println(document("digest", file, use, digests.of(file)));
            } catch (TaskException e) {
                reporter.report(e);
            }
        }
        return reporter.exitCode();
    }

    /** What there is to say about a file and its digest. */
    static String document(String kind, Path file, Use use, @Nullable VerityDigest digest) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("digest", digest == null ? null : digest.toString());
        facts.put("use", use.name().toLowerCase(Locale.ROOT));
        facts.put("path", file.toString());
        return Json.document(kind, facts);
    }

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
