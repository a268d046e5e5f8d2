package io.github.bpfverity.kerneltests.host;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attack suite's results, attack by attack and kernel by kernel, found by the tests' names: suite, group, attack and
 * what was tested. {@code kerneltests.attacks.Attack} makes the names.
 */
final class AttackTable {
    private static final Pattern NAME = Pattern.compile(
            "Attacks > (?<attack>[^>]+ > [^>]+) > (?<what>is stopped|its twin is allowed|gets through without .*)$");
    private static final String NOT_TESTED = "-";

    private final List<String> stages = new ArrayList<>();
    private final Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();

    /** What was seen of one attack on one kernel. */
    private static final class Cell {
        private String attack = NOT_TESTED;
        private String twin = NOT_TESTED;
        private String without = NOT_TESTED;

        @Override
        public String toString() {
            return attack + "/" + twin + "/" + without;
        }
    }

    /** Takes a test's result; of tests that are not the suite's, nothing. */
    void add(String stage, String test, boolean passed) {
        Matcher name = NAME.matcher(test);
        if (!name.find()) {
            return;
        }
        if (!stages.contains(stage)) {
            stages.add(stage);
        }
        Cell cell = rows.computeIfAbsent(name.group("attack"), attack -> new LinkedHashMap<>())
                .computeIfAbsent(stage, kernel -> new Cell());
        switch (name.group("what")) {
            case "is stopped" -> cell.attack = passed ? "stopped" : "NOT STOPPED";
            case "its twin is allowed" -> cell.twin = passed ? "allowed" : "NOT ALLOWED";
            default -> cell.without = passed ? "through" : "NOT THROUGH";
        }
    }

    /** Prints nothing if no test of the suite ran. */
    void print(PrintStream out) {
        if (rows.isEmpty()) {
            return;
        }
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        out.println();
        out.println("Attacks: the attack/its twin/the attack with what stops it switched off (- where nothing can be)");
        out.println(pad("", width) + columns(stage -> stage));
        rows.forEach((attack, cells) -> out.println(
                pad(attack, width) + columns(stage -> String.valueOf(cells.getOrDefault(stage, new Cell())))));
        out.println();
    }

    private String columns(UnaryOperator<String> text) {
        StringBuilder line = new StringBuilder();
        stages.forEach(stage -> line.append("  ").append(pad(text.apply(stage), 24)));
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
