package io.github.bpfverity.kerneltests.inside;

import io.github.bpfverity.kerneltests.inside.TestRecord.Event;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes a {@link TestRecord} for every test, also for those that a failed or skipped class kept from starting. */
final class RecordingListener implements TestExecutionListener {
    private final PrintStream out;
    private TestPlan plan;
    private int ended;
    private int failed;
    private long started = System.nanoTime();

    RecordingListener(PrintStream out, TestPlan plan) {
        this.out = out;
        this.plan = plan;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier id) {
        if (id.isTest()) {
            send(Event.STARTED, id, "");
        }
    }

    @Override
    public void executionSkipped(TestIdentifier id, String reason) {
        testsOf(id).forEach(test -> end(Event.SKIPPED, test, reason));
    }

    @Override
    public void executionFinished(TestIdentifier id, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (id.isTest()) {
                    end(Event.PASSED, id, "");
                }
            }
            case ABORTED -> {
                String reason = result.getThrowable().map(Throwable::getMessage).orElse("aborted");
                testsOf(id).forEach(test -> end(Event.SKIPPED, test, reason));
            }
            case FAILED -> {
                String trace =
                        result.getThrowable().map(RecordingListener::trace).orElse("failed");
                testsOf(id).forEach(test -> end(Event.FAILED, test, trace));
            }
        }
    }

    /** The end of the run: how many tests ended, so that lost lines show. */
    void finish() {
        out.println(new TestRecord(Event.FINISHED, "", Integer.toString(ended)).encode());
        out.flush();
    }

    int failed() {
        return failed;
    }

    /** A test itself; for a container, the tests in it, or the container when it has none. */
    private List<TestIdentifier> testsOf(TestIdentifier id) {
        if (id.isTest()) {
            return List.of(id);
        }
        List<TestIdentifier> tests =
                plan.getDescendants(id).stream().filter(TestIdentifier::isTest).toList();
        return tests.isEmpty() ? List.of(id) : tests;
    }

    private void end(Event event, TestIdentifier id, String detail) {
        ended++;
        failed += event == Event.FAILED ? 1 : 0;
        send(event, id, detail);
        long milliseconds = (System.nanoTime() - started) / 1_000_000;
        System.out.printf("%s %s (%d ms)%n", event, name(id), milliseconds);
        started = System.nanoTime();
    }

    private void send(Event event, TestIdentifier id, String detail) {
        out.println(new TestRecord(event, name(id), detail).encode());
        out.flush();
    }

    private String name(TestIdentifier id) {
        Deque<String> names = new ArrayDeque<>();
        names.push(shortName(id));
        var parent = plan.getParent(id);
        while (parent.isPresent() && parent.get().getParentId().isPresent()) {
            names.push(shortName(parent.get()));
            parent = plan.getParent(parent.get());
        }
        return String.join(" > ", names);
    }

    private static String shortName(TestIdentifier id) {
        boolean plain = id.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> id.getDisplayName().startsWith(((MethodSource) source).getMethodName() + "("))
                .orElse(false);
        return plain ? id.getDisplayName().substring(0, id.getDisplayName().indexOf('(')) : id.getDisplayName();
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
