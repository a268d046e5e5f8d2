package io.github.bpfverity.kerneltests.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.strings;

import io.github.bpfverity.kerneltests.host.Machine.Outcome;
import io.github.bpfverity.kerneltests.inside.TestRecord;
import io.github.bpfverity.kerneltests.inside.TestRecord.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ReportTest {
    private static final TestRecord DONE_ONE = new TestRecord(Event.FINISHED, "", "1");

    @Test
    void everyRecordSurvivesItsLine() {
        qt().forAll(
                        arbitrary().enumValues(Event.class),
                        strings().allPossible().ofLengthBetween(0, 50).map(ReportTest::encodable),
                        strings().allPossible().ofLengthBetween(0, 200).map(ReportTest::encodable))
                .check((event, test, detail) -> {
                    TestRecord sent = new TestRecord(event, test, detail);
                    return TestRecord.decode(sent.encode() + "\r").equals(Optional.of(sent));
                });
    }

    @Test
    void cutOrForeignLinesAreNoRecords() {
        String line = new TestRecord(Event.PASSED, "A > b", "").encode();
        for (int end = 0; end < line.length(); end++) {
            assertThat(TestRecord.decode(line.substring(0, end))).isEmpty();
        }
        assertThat(TestRecord.decode("[    1.2] some kernel message . .")).isEmpty();
    }

    @Test
    void resultsInsideAreResultsOutside() {
        List<DynamicTest> passed = report(new TestRecord(Event.PASSED, "A > b", ""), DONE_ONE);
        assertThat(passed).extracting(DynamicTest::getDisplayName).containsExactly("A > b", "ran to its end");
        for (DynamicTest test : passed) {
            assertThatCode(test.getExecutable()::execute).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> run(report(new TestRecord(Event.FAILED, "A > b", "boom"), DONE_ONE), 0))
                .isInstanceOf(AssertionError.class)
                .hasMessage("kernel 6.1, A > b: boom");
        assertThatThrownBy(() -> run(report(new TestRecord(Event.SKIPPED, "A > b", "no such thing"), DONE_ONE), 0))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no such thing");
    }

    @Test
    void aMachineThatRunsNoTestFails() {
        assertThatThrownBy(() -> run(report(new TestRecord(Event.FINISHED, "", "0")), 0))
                .hasMessageContaining("no test ran inside");
        assertThatThrownBy(() -> run(report(), 0)).hasMessageContaining("before any test started");
    }

    @Test
    void aMachineThatDiesNamesTheTestItWasIn() {
        assertThatThrownBy(() -> run(report(new TestRecord(Event.STARTED, "A > b", "")), 0))
                .hasMessageContaining("in the test A > b");
    }

    @Test
    void lostRecordsFail() {
        assertThatThrownBy(() -> run(
                        report(new TestRecord(Event.PASSED, "A > b", ""), new TestRecord(Event.FINISHED, "", "2")), 1))
                .hasMessageContaining("2 tests, 1 came back");
    }

    private static List<DynamicTest> report(TestRecord... records) {
        return RealKernelsTest.report("6.1", new Outcome(Arrays.asList(records), 0, Path.of("/nowhere")));
    }

    private static void run(List<DynamicTest> tests, int index) throws Throwable {
        tests.get(index).getExecutable().execute();
    }

    /** Without lone halves of surrogate pairs, which are no text that UTF-8 can carry. */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
