package io.github.bpfverity.cli.commands;

import io.github.bpfverity.bytes.Printable;
import io.github.bpfverity.cli.tasks.Json;
import io.github.bpfverity.cli.tasks.ObjectReport;
import io.github.bpfverity.cli.tasks.ObjectTask;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on each file and prints what it reports: for a person, or as one line of JSON for each object. A file
 * that fails does not keep the next from its turn.
 */
final class ObjectPrinter {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final Reporter reporter;

    ObjectPrinter(Services services, boolean json, boolean verbose) {
        this.out = services.out();
        this.err = services.err();
        this.json = json;
        // In JSON the failure is part of its object's line.
        this.reporter = new Reporter(json && !verbose ? new PrintStream(PrintStream.nullOutputStream()) : err, verbose);
    }

    /** The exit code: 0, or that of the first failure. */
    int print(ObjectTask task, List<Path> files) {
        files.forEach(file -> print(task, file));
        return reporter.exitCode();
    }

    private void print(ObjectTask task, Path file) {
        try {
            ObjectReport report = task.run(file);
            if (json) {
                printLine(file, null, report.facts(), report.warnings());
            } else {
                printText(file, report);
            }
        } catch (TaskException e) {
            fail(file, e, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            fail(file, e, "internal error: " + e);
        }
    }

    private void fail(Path file, RuntimeException failure, String error) {
        if (json) {
            printLine(file, error, Map.of(), List.of());
        }
        reporter.report(failure);
    }

    private void printLine(Path file, @Nullable String error, Map<String, Object> facts, List<String> warnings) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", file.toString());
        line.put("ok", error == null);
        line.put("error", error);
        line.putAll(facts);
        line.put("warnings", warnings);
        Json.printDocument("object", line, out);
    }

    private void printText(Path file, ObjectReport report) {
        out.println(file);
        report.facts().forEach(this::printFact);
        report.warnings().forEach(warning -> err.println("bpf-verity: " + file + ": warning: " + text(warning)));
    }

    private void printFact(String name, Object value) {
        if (value instanceof List<?> list) {
            out.println("  " + name + (list.isEmpty() ? ": none" : ":"));
            list.forEach(item -> printItem("    ", item));
        } else {
            out.println("  " + name + ": " + text(value));
        }
    }

    private void printItem(String indent, Object item) {
        out.println(indent + line(item));
        if (item instanceof Map<?, ?> facts) {
            for (Object value : facts.values()) {
                if (value instanceof List<?> parts) {
                    parts.forEach(part -> printItem(indent + "  ", part));
                }
            }
        }
    }

    /** Names come from files, and must not speak to a terminal. */
    private static String text(Object value) {
        return Printable.of(String.valueOf(value));
    }

    /** The first value names the thing; values that say nothing are left out. */
    private static String line(Object item) {
        if (!(item instanceof Map<?, ?> facts)) {
            return text(item);
        }
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().equals("") && !fact.getValue().equals(false))
                .filter(fact -> !(fact.getValue() instanceof List<?>))
                .map(fact -> fact.getKey() + " " + text(fact.getValue()))
                .collect(Collectors.joining(", "));
    }
}
