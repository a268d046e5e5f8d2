package io.github.bpfverity.kerneltests.host;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bpfverity.kerneltests.host.Machine.Outcome;
import io.github.bpfverity.kerneltests.inside.TestRecord;
import io.github.bpfverity.kerneltests.inside.TestRecord.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Boots each kernel of {@code -Dkernels=} and reports each test that ran inside as a test of its own. */
class RealKernelsTest {
    @TestFactory
    @EnabledIfSystemProperty(
            named = "kernels",
            matches = ".+",
            disabledReason = "no kernel was asked for: mvn package -Dkernels=6.1,6.12,7")
    Stream<DynamicNode> kernel() throws IOException {
        Path root = Path.of(System.getProperty("project.root")).toRealPath();
        Staging staging = Staging.of(root, root.resolve("kernel-tests/target/staging"));
        String classes = System.getProperty("kernel.classes", ".*");
        // Lazy: a kernel is booted when its container is entered.
        return Stream.of(System.getProperty("kernels").split(","))
                .map(kernel -> dynamicContainer(kernel, testsOf(kernel, new Machine(root, kernel), staging, classes)));
    }

    private static Stream<DynamicTest> testsOf(String kernel, Machine machine, Staging staging, String classes) {
        return Stream.of(machine).flatMap(booted -> {
            try {
                return report(kernel, booted.run(staging, classes)).stream();
            } catch (IOException | InterruptedException e) {
                return Stream.of(dynamicTest("boots", () -> {
                    throw e;
                }));
            }
        });
    }

    /** Every test that ended, then what went wrong with the run itself. */
    static List<DynamicTest> report(String kernel, Outcome outcome) {
        List<DynamicTest> tests = new ArrayList<>();
        int ended = 0;
        @Nullable TestRecord last = null;
        @Nullable String announced = null;
        for (TestRecord found : outcome.records()) {
            switch (found.event()) {
                case STARTED -> last = found;
                case FINISHED -> announced = found.detail();
                case PASSED, FAILED, SKIPPED -> {
                    ended++;
                    tests.add(dynamicTest(found.test(), () -> replay(kernel, found)));
                }
            }
        }
        String problem = problem(outcome, ended, announced, last);
        tests.add(dynamicTest("ran to its end", () -> {
            if (problem != null) {
                throw new AssertionError("kernel " + kernel + ": " + problem);
            }
        }));
        return tests;
    }

    private static void replay(String kernel, TestRecord found) {
        if (found.event() == Event.FAILED) {
            throw new InsideFailure("kernel " + kernel + ", " + found.test() + ": " + found.detail());
        }
        if (found.event() == Event.SKIPPED) {
            Assumptions.abort(found.detail());
        }
    }

    private static @Nullable String problem(
            Outcome outcome, int ended, @Nullable String announced, @Nullable TestRecord last) {
        String logs = "; logs in " + outcome.log() + "\n" + tail(outcome.log());
        if (announced == null) {
            String where = last == null ? "before any test started" : "in the test " + last.test();
            return "the machine ended (boot.sh: exit " + outcome.exitStatus() + ") " + where + logs;
        }
        if (ended == 0) {
            return "no test ran inside" + logs;
        }
        return Integer.parseInt(announced) == ended
                ? null
                : "the machine ended " + announced + " tests, " + ended + " came back" + logs;
    }

    private static String tail(Path log) {
        StringBuilder text = new StringBuilder();
        for (String file : List.of("boot.log", "console.log")) {
            try {
                List<String> lines = Files.readAllLines(log.resolve(file), StandardCharsets.ISO_8859_1);
                lines.subList(Math.max(0, lines.size() - 20), lines.size())
                        .forEach(line ->
                                text.append(file).append(": ").append(line).append('\n'));
            } catch (IOException missing) {
                text.append(file).append(" is missing\n");
            }
        }
        return text.toString();
    }

    /** A failure inside the machine; its text is the inside stack trace, so it has none of its own. */
    private static final class InsideFailure extends AssertionError {
        private static final long serialVersionUID = 1L;

        InsideFailure(String trace) {
            super(trace);
            setStackTrace(new StackTraceElement[0]);
        }
    }
}
