package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.cli.tasks.FakeFiles;
import io.github.bpfverity.gate.Scope;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCommandsTest {
    private static final String SEALED = FakeFiles.SEALED.toString();
    private static final String DIGEST = FakeFiles.digest(FakeFiles.SEALED).toString();

    private final FakeServices services = new FakeServices();

    private int run(String... arguments) {
        return Commands.run(services, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "list", "reload", "detach"})
    void plainRequestsArePassedOn(String command) {
        assertThat(run(command)).isZero();
        assertThat(services.control.log).containsExactly(command);
        assertThat(services.printed()).isEqualTo("done\n");
    }

    @Test
    void allowMeasuresFilesAndSendsDigests() {
        assertThat(run("allow", SEALED)).isZero();
        assertThat(services.control.log).containsExactly("scope", "allow " + DIGEST + " executable " + SEALED);
    }

    @Test
    void allowListsLibrariesWhereAllCodeCounts() {
        services.control.scope = Scope.PROCESS;
        services.needed.put(FakeFiles.SEALED, Set.of(FakeFiles.LIBRARY));
        assertThat(run("allow", SEALED)).isZero();
        assertThat(services.control.log.get(1))
                .endsWith(" executable " + SEALED + " " + FakeFiles.digest(FakeFiles.LIBRARY) + " mapped "
                        + FakeFiles.LIBRARY);
    }

    @Test
    void allowTakesDigestsAndCodeToMap() {
        assertThat(run("allow", "--mapped", DIGEST)).isZero();
        services.control.scope = Scope.PROCESS;
        assertThat(run("allow", "--mapped", SEALED)).isZero();
        assertThat(services.control.log)
                .containsExactly("allow " + DIGEST + " mapped -", "scope", "allow " + DIGEST + " mapped " + SEALED);
    }

    @Test
    void processesAreGranted() {
        assertThat(run("allow", "--pid", "12")).isZero();
        assertThat(services.control.log).containsExactly("grant 12");
    }

    @Test
    void revokeTakesEither() {
        assertThat(run("revoke", SEALED, DIGEST)).isZero();
        assertThat(services.control.log).containsExactly("revoke " + DIGEST, "revoke " + DIGEST);
    }

    @Test
    void runAsksForItselfAndThenBecomesTheCommand() {
        assertThat(run("run", "--", "ls", "--help", "-x")).isZero();
        assertThat(run("run", "/bin/ls", "--version")).isZero();
        assertThat(services.control.log)
                .containsExactly(
                        "grant-next 42",
                        "become /bin/ls [ls, --help, -x]",
                        "grant-next 42",
                        "become /bin/ls [/bin/ls, --version]");
    }

    @Test
    void aProgramThatIsNotThereGetsNoGrant() {
        assertThat(run("run", "--", "no-such-program")).isEqualTo(66);
        assertThat(services.control.log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"allow, 64", "allow --pid 3 /bin/true, 64", "revoke, 64", "run, 64", "allow sha256:00, 64"})
    void wrongUsageAsksNobody(String line, int code) {
        assertThat(run(line.split(" "))).isEqualTo(code);
        assertThat(services.control.log).isEmpty();
        assertThat(services.complaints()).hasLineCount(1);
    }
}
