package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.cli.policy.PolicyReader;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnPolicyTest {
    private static final VerityDigest SEALED = FakeFiles.digest(FakeFiles.SEALED);
    private static final VerityDigest LIBRARY = FakeFiles.digest(FakeFiles.LIBRARY);

    @TempDir
    Path folder;

    private final FakeGate gate = new FakeGate();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Set<Path> needed = new HashSet<>();
    private FakeProc proc;
    private LearnPolicy task;

    @AfterEach
    void removeProcesses() {
        proc.remove();
    }

    @BeforeEach
    void make() {
        proc = new FakeProc(folder.resolve("proc"));
        task = task(false);
    }

    private LearnPolicy task(boolean watched) {
        FakeFiles files = new FakeFiles();
        return new LearnPolicy(
                new Doctor(new FakeMachine(), files),
                Door.NONE,
                gate,
                proc.processes(),
                files,
                program -> needed,
                new Console(new PrintStream(out, true), new PrintStream(err, true), false, watched));
    }

    private static Event event(int pid, long uid, long command, Reason reason, VerityDigest digest) {
        return AnEvent.of(reason)
                .process(pid)
                .uid(uid)
                .command(command)
                .comm("name" + pid)
                .digest(digest)
                .made();
    }

    private List<String> learn(Scope scope, Event... events) throws IOException {
        gate.polls.add(consumer -> List.of(events).forEach(consumer));
        gate.polls.add(consumer -> task.stop());
        Path output = folder.resolve("policy");
        task.run(Duration.ofHours(1), scope, output);
        return Files.readAllLines(output);
    }

    @Test
    void eachProgramHasItsPathWhoRanItAndHowOften() throws IOException {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of());
        proc.add(2, FakeFiles.PLAIN.toString(), 0, List.of());
        List<String> lines = learn(
                Scope.EXE,
                event(1, 0, 5, Reason.NOT_LISTED, SEALED),
                event(1, 1000, 0, Reason.NOT_LISTED, SEALED),
                event(2, 0, 5, Reason.NO_VERITY, null),
                event(9, 0, 5, Reason.KEEPER, null));
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "# 3 calls of bpf() by 2 programs. Read each entry before you list it: to be seen here is no merit.",
                        "",
                        "# /bin/ls: 1 call by uid 0: PROG_LOAD",
                        "# needs seal; to have its lines: cli.jar seal --policy /bin/ls",
                        "",
                        "# /bin/true: 2 calls by uid 0, 1000: MAP_CREATE, PROG_LOAD",
                        SEALED + " /bin/true");
        assertThat(gate.loaded).isEqualTo(new GateSettings(Scope.EXE, Map.of(), false, true));
        assertThat(gate.log).startsWith("load 0", "attach").endsWith("close");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("learning for 1 h 0 min, nothing is denied");
    }

    @Test
    void aProgramThatHasEndedHasThePathThatItSaw() throws IOException {
        List<String> lines = learn(Scope.EXE, ended(SEALED), ended(null));
        assertThat(lines)
                .containsSubsequence(
                        "# /bin/true: 2 calls by uid 0: PROG_LOAD",
                        "# it had ended before it was looked at: the path is as it saw it itself",
                        SEALED + " /bin/true");
        assertThat(learn(Scope.EXE, ended(null)))
                .as("what is at that path here may be another file")
                .noneMatch(line -> line.startsWith("sha256:"));
    }

    private static Event ended(VerityDigest digest) {
        Reason reason = digest == null ? Reason.NO_VERITY : Reason.NOT_LISTED;
        return AnEvent.of(reason)
                .process(9)
                .comm("true")
                .digest(digest)
                .path(FakeFiles.SEALED.toString())
                .made();
    }

    @Test
    void whatWasDecidedBeforeTheEndBelongsToIt() throws IOException {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of());
        gate.polls.add(consumer -> task.stop());
        gate.polls.add(consumer -> consumer.accept(event(1, 0, 5, Reason.NOT_LISTED, SEALED)));
        Path output = folder.resolve("policy");
        task.run(Duration.ofHours(1), Scope.EXE, output);
        assertThat(Files.readAllLines(output)).contains(SEALED + " /bin/true");
    }

    @Test
    void inScopeProcessItListsWhatIsMapped() throws IOException {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of("r-xp /bin/true", "r-xp /bin/cp", "r-xp /bin/ls"));
        needed.add(FakeFiles.LIBRARY);
        assertThat(learn(Scope.PROCESS, event(1, 0, 5, Reason.NOT_LISTED, SEALED)))
                .endsWith(
                        SEALED + " /bin/true",
                        "mapped " + LIBRARY + " /bin/cp",
                        "# needs seal: /bin/ls, which /bin/true maps");
    }

    @Test
    void aProgramThatIsAlsoALibraryIsListedAsAProgram() throws IOException {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of());
        proc.add(2, FakeFiles.LIBRARY.toString(), 0, List.of());
        needed.add(FakeFiles.LIBRARY);
        needed.add(FakeFiles.SEALED);
        assertThat(learn(
                        Scope.PROCESS,
                        event(1, 0, 5, Reason.NOT_LISTED, SEALED),
                        event(2, 0, 5, Reason.NOT_LISTED, LIBRARY)))
                .contains(SEALED + " /bin/true", LIBRARY + " /bin/cp")
                .noneMatch(line -> line.startsWith("mapped"));
    }

    @Test
    void whatHadEndedIsKnownByNameAndDigest() throws IOException {
        assertThat(learn(Scope.EXE, event(7, 0, 5, Reason.NOT_LISTED, SEALED)))
                .endsWith(
                        "# a program named 'name7' that had ended before it could be asked for its path: 1 call by uid 0:"
                                + " PROG_LOAD",
                        SEALED + " -");
    }

    @Test
    void whatMakesCodeAndWhatCouldNotBeToldIsSaid() throws IOException {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of("r-xp /bin/true", "rwxp [heap]"));
        gate.lostEvents = 3;
        assertThat(learn(Scope.PROCESS, event(1, 0, 5, Reason.NOT_LISTED, SEALED)))
                .contains("# 3 further calls came too fast to be told whose they were.")
                .anyMatch(line -> line.startsWith("# it makes code when it runs"));
    }

    @Test
    void whatIsLearnedIsAPolicy() throws Exception {
        proc.add(1, FakeFiles.SEALED.toString(), 0, List.of("r-xp /bin/cp"));
        String text = String.join("\n", learn(Scope.PROCESS, event(1, 0, 5, Reason.NOT_LISTED, SEALED)));
        assertThat(PolicyReader.parse(text, "learned").entries()).hasSize(2);
    }

    @Test
    void withoutAFileItIsPrinted() {
        gate.polls.add(consumer -> task.stop());
        task.run(Duration.ofHours(1), Scope.EXE, null);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("# Learned by bpf-verity from ");
    }

    @Test
    void whereItCannotBeWrittenNothingIsAttached() {
        for (Path output : List.of(folder, folder.resolve("none/policy"))) {
            var e = catchThrowableOfType(TaskException.class, () -> task.run(Duration.ofHours(1), Scope.EXE, output));
            assertThat(e.problem()).isEqualTo(Problem.INPUT_OUTPUT);
        }
        assertThat(gate.log).isEmpty();
    }

    @Test
    void progressIsForTerminals() {
        task = task(true);
        gate.polls.add(consumer -> {});
        gate.polls.add(consumer -> task.stop());
        task.run(Duration.ofHours(1), Scope.EXE, null);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("\r\33[K0 programs, 0 calls, ")
                .endsWith("\r\33[K");
    }

    @ParameterizedTest
    @CsvSource({"90s, 1 min 30 s", "15m, 15 min 0 s", "24h, 24 h 0 min", "7d, 168 h 0 min", "5s, 5 s"})
    void lengthsOfTimeAreRead(String text, String words) {
        assertThat(Durations.words(Durations.parse(text))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "5", "h", "-5s", "1.5h", "9999999s", "5 s"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
