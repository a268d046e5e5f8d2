package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
    private static final String PROGRAM = "r-xp " + FakeFiles.SEALED;
    private static final String LIBRARY = "r-xp " + FakeFiles.LIBRARY;
    private static final String UNSEALED = "r-xp " + FakeFiles.PLAIN;

    @TempDir
    Path folder;

    private final Set<Path> needed = new HashSet<>();
    private FakeProc proc;
    private Explain explain;

    @AfterEach
    void removeProcesses() {
        proc.remove();
    }

    @BeforeEach
    void make() {
        proc = new FakeProc(folder.resolve("proc"));
        explain = new Explain(proc.processes(), new FakeFiles(), program -> needed);
    }

    private static KnownList list(Scope scope) {
        return KnownList.of(
                "a test",
                scope,
                List.of(
                        new Listing(FakeFiles.SEALED, FakeFiles.digest(FakeFiles.SEALED), Use.EXECUTABLE),
                        new Listing(FakeFiles.LIBRARY, FakeFiles.digest(FakeFiles.LIBRARY), Use.MAPPED)));
    }

    private Explanation explain(Scope scope, String... mappings) {
        proc.add(42, FakeFiles.SEALED.toString(), 0, List.of(mappings));
        return explain.of("42", list(scope));
    }

    @Test
    void aListedProcessIsShownMappingByMapping() {
        assertThat(explain(Scope.PROCESS, PROGRAM, LIBRARY, LIBRARY, "r--p " + FakeFiles.PLAIN, "r-xp [vdso]")
                        .lines())
                .containsExactly(
                        "/bin/true (pid 42): would be granted bpf(): its executable is listed",
                        "  by a test, scope process",
                        "  executable  listed      /bin/true  " + FakeFiles.digest(FakeFiles.SEALED),
                        "  mapped      listed      /bin/cp  " + FakeFiles.digest(FakeFiles.LIBRARY),
                        "  mapped      kernel's    [vdso]  -",
                        "  note: the gate remembers more than is seen here: what was mapped and is gone, and whether the"
                                + " process was executed under its eyes");
    }

    @ParameterizedTest
    @CsvSource({
        "'r-xp /bin/ls', it mapped a file executable that is not listed",
        "'r-xp ', it made memory executable that is not a file",
        "'rwxp [heap]', it made memory executable that is not a file",
        "'rwxp /bin/cp', it made memory executable and writable at once"
    })
    void inScopeProcessAllCodeCounts(String mapping, String why) {
        List<String> lines = explain(Scope.PROCESS, PROGRAM, mapping).lines();
        assertThat(lines.get(0)).startsWith("/bin/true (pid 42): would be denied bpf(): " + why);
    }

    @Test
    void inScopeExeTheExecutableAloneDoes() {
        Explanation explanation = explain(Scope.EXE, PROGRAM, UNSEALED, "rwxp [heap]");
        assertThat(explanation.lines().get(0)).contains("would be granted");
        assertThat(explanation.lines())
                .contains("  mapped      NO DIGEST   /bin/ls  -")
                .anyMatch(line -> line.startsWith("  mapped      NO FILE     [heap] at 7f000"));
    }

    @Test
    void whatMayOnlyBeMappedMayNotBeExecuted() {
        proc.add(7, FakeFiles.LIBRARY.toString(), 0, List.of(LIBRARY));
        assertThat(explain.of("7", list(Scope.EXE)).lines().get(0))
                .isEqualTo("/bin/cp (pid 7): would be denied bpf(): its executable's digest is not listed;"
                        + " to allow: cli.jar allow /bin/cp");
    }

    @Test
    void aTracedProcessIsDenied() {
        proc.add(7, FakeFiles.SEALED.toString(), 1, List.of(PROGRAM));
        assertThat(explain.of("7", list(Scope.PROCESS)).lines().get(0)).contains("it is traced");
    }

    @Test
    void aFileIsExplainedWithWhatItNeeds() {
        needed.add(FakeFiles.LIBRARY);
        needed.add(FakeFiles.PLAIN);
        List<String> lines =
                explain.of(FakeFiles.SEALED.toString(), list(Scope.PROCESS)).lines();
        assertThat(lines.get(0))
                .startsWith("/bin/true: would be denied bpf(): it mapped a file executable that is not");
        assertThat(lines).contains("  mapped      NO DIGEST   /bin/ls  -");
        assertThat(explain.of(FakeFiles.PLAIN.toString(), list(Scope.EXE))
                        .lines()
                        .get(0))
                .endsWith("; to allow: cli.jar seal /bin/ls && cli.jar allow /bin/ls");
    }

    @Test
    void programsGetItAsADocument() {
        assertThat(explain(Scope.EXE, PROGRAM).json())
                .startsWith(
                        "{\"schema\":1,\"kind\":\"explain\",\"path\":\"/bin/true\",\"pid\":42,\"verdict\":\"granted\","
                                + "\"reason\":\"listed\",")
                .contains("\"parts\":[{\"use\":\"executable\",\"standing\":\"listed\",\"name\":\"/bin/true\",");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(catchThrowableOfType(TaskException.class, () -> explain.of("43", list(Scope.EXE)))
                        .problem())
                .isEqualTo(Problem.NO_INPUT);
        assertThat(catchThrowableOfType(TaskException.class, () -> explain.of("/no such", list(Scope.EXE)))
                        .problem())
                .isEqualTo(Problem.NO_INPUT);
    }

    @Test
    void theListIsTheOneOfTheGateThatIsAttached() {
        FakeControl control = new FakeControl();
        control.scope = Scope.PROCESS;
        control.list = List.of("mapped " + FakeFiles.digest(FakeFiles.LIBRARY) + " /bin/cp");
        KnownList known = Explain.attached(control);
        assertThat(known.scope()).isEqualTo(Scope.PROCESS);
        assertThat(known.listed())
                .containsOnlyKeys(FakeFiles.digest(FakeFiles.LIBRARY))
                .containsValue(Use.MAPPED);
        control.mode = null;
        assertThat(Explain.attached(control).listed()).isEmpty();
        assertThat(Explain.attached(control).scope())
                .as("as attach would have it")
                .isEqualTo(Scope.PROCESS);
    }
}
