package io.github.bpfverity.kerneltests.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up test reports: one line per stage with why tests were skipped, the attacks, then each failure with what its
 * test said, and the totals last.
 */
public final class Summary {
    private static final int LONGEST_TEXT = 300;

    private int passed;
    private int failed;
    private int skipped;
    private final AttackTable attacks = new AttackTable();
    private final List<String> failures = new ArrayList<>();

    private Summary(int broken) {
        this.failed = broken;
    }

    /** Arguments: the folder of reports, how many stages broke without a test to blame, the stages' names. */
    public static void main(String[] arguments) throws Exception {
        Summary summary = new Summary(Integer.parseInt(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            summary.add(arguments[i], Path.of(arguments[0], arguments[i]), System.out);
        }
        summary.attacks.print(System.out);
        summary.failures.forEach(System.out::println);
        System.out.println(summary.totals());
        System.exit(summary.failed == 0 && summary.passed > 0 ? 0 : 1);
    }

    private String totals() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    private void add(String stage, Path folder, PrintStream out) throws Exception {
        Map<String, Integer> reasons = new TreeMap<>();
        int ran = 0;
        int failed = 0;
        for (Element test : tests(folder)) {
            ran++;
            List<Element> faults = new ArrayList<>(children(test, "failure"));
            faults.addAll(children(test, "error"));
            List<Element> skips = children(test, "skipped");
            if (skips.isEmpty()) {
                attacks.add(stage, test.getAttribute("name"), faults.isEmpty());
            }
            if (!faults.isEmpty()) {
                failed++;
                failures.add("failed: " + stage + ": " + name(test) + ": " + text(faults.get(0)));
            } else if (!skips.isEmpty()) {
                reasons.merge(reason(skips.get(0)), 1, Integer::sum);
            }
        }
        int skips = reasons.values().stream().mapToInt(Integer::intValue).sum();
        this.passed += ran - failed - skips;
        this.failed += failed;
        this.skipped += skips;
        out.printf("%s: %d passed, %d failed, %d skipped%n", stage, ran - failed - skips, failed, skips);
        reasons.forEach((why, times) -> out.println("  skipped " + times + ": " + why));
    }

    private static List<Element> tests(Path folder) throws Exception {
        List<Element> tests = new ArrayList<>();
        for (Path report : reports(folder)) {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
            tests.addAll(children(document.getDocumentElement(), "testcase"));
        }
        return tests;
    }

    private static List<Path> reports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Element> children(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String name(Element test) {
        return test.getAttribute("classname").replaceAll(".*\\.", "") + " " + test.getAttribute("name");
    }

    /** The reason's first line, without the name of the exception that carried it. */
    private static String reason(Element skip) {
        String line = message(skip).lines().findFirst().orElse("no reason given");
        return shortened(line.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", ""));
    }

    /** What a failed test said, on one line. */
    private static String text(Element fault) {
        return shortened(message(fault).replaceAll("\\s+", " "));
    }

    private static String message(Element outcome) {
        return (outcome.hasAttribute("message") ? outcome.getAttribute("message") : outcome.getTextContent()).strip();
    }

    private static String shortened(String line) {
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "..." : line;
    }
}
