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
        assertThat(services.printed()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "list", "reload", "detach"})
    void theSameIsThereForPrograms(String command) {
        assertThat(run(command, "--json")).isZero();
        assertThat(services.control.log).containsExactly("json " + command);
    }

    @Test
    void whoMayNotKnowOfAGatekeeperDetachesNothing() {
        services.control.isForbidden = true;
        assertThat(run("detach")).isEqualTo(77);
        assertThat(run("explain", SEALED)).isEqualTo(77);
        assertThat(run("doctor")).isZero();
    }

    @Test
    void changesAreThereForPrograms() {
        assertThat(run("allow", "--json", DIGEST)).isZero();
        assertThat(run("allow", "--json", "--pid=12")).isZero();
        assertThat(run("revoke", "--json", DIGEST)).isZero();
        assertThat(services.control.log)
                .containsExactly("json allow " + DIGEST + " executable -", "json grant 12", "json revoke " + DIGEST);
    }

    @Test
    void eventsArePrintedAsTheyCome() {
        assertThat(run("events")).isZero();
        assertThat(run("events", "--json", "--follow")).isZero();
        assertThat(services.control.log).containsExactly("events text latest", "events json follow");
        assertThat(services.printed()).isEqualTo("done\ndenied one\ngranted two\nother\n");
    }

    @Test
    void verdictsHaveColoursOnATerminalOnly() {
        services.coloured = true;
        assertThat(run("events", "-f")).isZero();
        assertThat(services.printed()).isEqualTo("\33[31mdenied\33[0m one\n\33[32mgranted\33[0m two\nother\n");
    }

    @Test
    void aReaderThatHasGoneEndsIt() {
        services.control.log.clear();
        services.out().close();
        assertThat(run("events", "--follow")).isZero();
        assertThat(services.control.log).containsExactly("events text follow");
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
