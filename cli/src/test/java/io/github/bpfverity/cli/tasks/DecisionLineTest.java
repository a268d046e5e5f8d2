package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionLineTest {
    private static final VerityDigest DIGEST = new VerityDigest(HashAlgorithm.SHA512, new byte[64]);
    private static final Instant BOOTED = Instant.parse("2026-11-22T10:00:00Z");

    private final DecisionLine words = new DecisionLine(Scope.PROCESS, false, BOOTED);

    private static Decision decision(Reason reason, long command, String comm, String executable) {
        Event event = AnEvent.of(reason)
                .at(1_500_000_000)
                .process(812)
                .command(command)
                .comm(comm)
                .made();
        return new Decision(event, Optional.ofNullable(executable));
    }

    @Test
    void saysWhatWhoWhyAndWhatToDo() {
        assertThat(words.of(decision(Reason.NO_VERITY, 5, "bpftool", "/usr/sbin/bpftool")))
                .isEqualTo(
                        "denied bpf(PROG_LOAD) to /usr/sbin/bpftool (pid 812, uid 0): its executable has no fs-verity"
                                + " digest; to allow: cli.jar seal --with-libraries /usr/sbin/bpftool && cli.jar allow"
                                + " /usr/sbin/bpftool");
    }

    @Test
    void withoutAPathItSaysWhatIsKnown() {
        Event event = AnEvent.of(Reason.NOT_LISTED)
                .uid(4294967295L)
                .command(28)
                .comm("a b")
                .digest(DIGEST)
                .made();
        assertThat(words.of(new Decision(event, Optional.empty())))
                .isEqualTo("denied bpf(LINK_CREATE) to a b (pid 7, uid 4294967295): "
                        + "its executable's digest is not listed, " + DIGEST + "; to allow: list the file");
    }

    @ParameterizedTest
    @CsvSource({
        "a-very-long-nam, /bin/a-very-long-name, '/bin/a-very-long-name (pid'",
        "worker, /bin/agent, '/bin/agent (worker, pid'",
        "agent, /bin/agent, '/bin/agent (pid'",
        "x, '/bin/a\7b', '/bin/a?b (x, pid'"
    })
    void theThreadsNameIsSaidWhereItSaysMore(String comm, String executable, String who) {
        assertThat(words.of(decision(Reason.NO_VERITY, 5, comm, executable))).contains(" to " + who);
    }

    @Test
    void inAuditItSaysThatNothingWasDenied() {
        DecisionLine audit = new DecisionLine(Scope.EXE, true, BOOTED);
        assertThat(audit.of(decision(Reason.NO_VERITY, 5, "a", null))).startsWith("would deny bpf(PROG_LOAD) to a ");
        assertThat(audit.of(decision(Reason.LISTED, 5, "a", null))).startsWith("granted bpf(");
        assertThat(audit.json(decision(Reason.NO_VERITY, 5, "a", null)))
                .contains("\"verdict\":\"denied\",\"audit\":true");
    }

    @ParameterizedTest
    @CsvSource({"0, MAP_CREATE", "12, MAP_GET_NEXT_ID", "36, TOKEN_CREATE", "999, 999", "4294967295, 4294967295"})
    void commandsHaveTheKernelsNames(long number, String name) {
        assertThat(words.of(decision(Reason.LISTED, number, "java", null)))
                .startsWith("granted bpf(" + name + ") to java ");
    }

    @Test
    void programsGetAllOfIt() {
        assertThat(words.json(decision(Reason.NOT_LISTED, 5, "agent", "/bin/agent")))
                .isEqualTo("{\"schema\":1,\"kind\":\"decision\",\"time\":\"2026-11-22T10:00:01.500Z\","
                        + "\"bootNanos\":1500000000,\"verdict\":\"denied\",\"audit\":false,\"calls\":1,\"hook\":\"bpf\","
                        + "\"command\":\"PROG_LOAD\",\"commandNumber\":5,\"reason\":\"not_listed\","
                        + "\"why\":\"its executable's digest is not listed\",\"pid\":812,\"tid\":8,\"uid\":0,"
                        + "\"comm\":\"agent\",\"executable\":\"/bin/agent\",\"digest\":null,"
                        + "\"remedy\":\"cli.jar allow /bin/agent\"}");
    }

    @Test
    void otherHooksHaveNoCommandOfBpf() {
        Event event = AnEvent.of(Reason.PROTECTED_PROCESS)
                .command(99)
                .comm("gdb")
                .hook(Hook.PTRACE)
                .made();
        Decision decision = new Decision(event, Optional.empty());
        assertThat(words.of(decision)).startsWith("denied access to process 99 to gdb (pid 7, uid 0): ");
        assertThat(words.json(decision)).contains("\"hook\":\"ptrace\",\"command\":null,\"commandNumber\":99");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EXE     | NO_VERITY      | /bin/a            | cli.jar seal /bin/a && cli.jar allow /bin/a
            PROCESS | NOT_LISTED     | /bin/a            | cli.jar allow /bin/a
            PROCESS | UNLISTED_CODE  | /bin/a            | enable fs-verity on the libraries that it needs, list them and execute it again ('cli.jar explain 812' shows them)
            PROCESS | ANONYMOUS_CODE | /bin/a            | if it makes code at run time, grant the process: cli.jar run -- /bin/a
            EXE     | NOT_LISTED     | /bin/a (deleted)  | list the file
            """)
    void remediesCanBeRunAsTheyStand(Scope scope, Reason reason, String executable, String remedy) {
        assertThat(Remedy.of(reason, scope, Optional.of(executable), 812)).isEqualTo(remedy);
    }

    @Test
    void oddNamesAreQuoted() {
        assertThat(Remedy.of(Reason.NOT_LISTED, Scope.EXE, Optional.of("/bin/it's here"), 1))
                .isEqualTo("cli.jar allow '/bin/it'\\''s here'");
    }

    @Test
    void aNameThatWouldEscapeItsLineGetsNoCommand() {
        assertThat(Remedy.of(Reason.NOT_LISTED, Scope.EXE, Optional.of("/bin/a\nrm"), 1))
                .isEqualTo("list the file");
    }
}
