package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateDeskTest {
    private static final VerityDigest PROGRAM = FakeFiles.digest(FakeFiles.SEALED);
    private static final VerityDigest LIBRARY = FakeFiles.digest(FakeFiles.LIBRARY);

    private final FakeGate gate = new FakeGate();
    private final List<Listing> listings = List.of(
            new Listing(FakeFiles.SEALED, PROGRAM, Use.EXECUTABLE), new Listing(FakeFiles.SEALED, PROGRAM, Use.MAPPED));
    private final GateSettings settings = new GateSettings(Scope.PROCESS, GateSettings.digests(listings), false);
    private final GateList list = new GateList(gate.load(settings), settings.capacity(), listings, List.of());
    private final List<Listing> policy = new ArrayList<>();
    private final EventFeeds feeds = new EventFeeds();
    private final FakeSupervisor supervisor = new FakeSupervisor();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Notices notices = new Notices(supervisor, new Console(stderr, stderr, false, false));
    private final GateDesk desk = new GateDesk(
            gate, settings, list, new Policies(() -> policy, list, notices), feeds, () -> gate.log.add("detach"));

    private List<String> ask(String line) {
        return desk.answer(List.of(line.split(" ")));
    }

    @Test
    void statusTellsScopeListAndDecisions() {
        assertThat(ask("status"))
                .contains(
                        "scope: process",
                        "mode: enforce",
                        "listed: 1 digests, room for 1025",
                        "decisions: 0 granted, 0 denied, 0 events lost")
                .contains("gatekeeper: pid " + ProcessHandle.current().pid());
        assertThat(ask("scope")).containsExactly("process");
    }

    @Test
    void listIsAPolicy() {
        ask("allow " + LIBRARY + " mapped /l");
        assertThat(ask("list")).containsExactly(PROGRAM + " " + FakeFiles.SEALED, "mapped " + LIBRARY + " /l");
    }

    @Test
    void reloadSaysWhatItDid() {
        policy.add(new Listing(FakeFiles.LIBRARY, LIBRARY, Use.MAPPED));
        assertThat(ask("reload")).containsExactly("Reloaded the policy: 1 added, 0 removed");
        assertThat(ask("list")).hasSize(2);
        assertThat(supervisor.heard).containsExactly("reloading", "ready");
    }

    @Test
    void aSupervisorThatIsNotReachedDoesNotKeepAPolicyFromBeingReloaded() {
        supervisor.isGone = true;
        policy.add(new Listing(FakeFiles.LIBRARY, LIBRARY, Use.MAPPED));
        assertThat(ask("reload")).containsExactly("Reloaded the policy: 1 added, 0 removed");
        assertThat(ask("list")).hasSize(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("warning: nobody there");
    }

    @Test
    void withoutAPolicyThereIsNoneToReload() {
        GateDesk other =
                new GateDesk(gate, settings, list, new Policies(PolicySource.NONE, list, notices), feeds, () -> {});
        var e = catchThrowableOfType(TaskException.class, () -> other.answer(List.of("reload")));
        assertThat(e.problem()).isEqualTo(Problem.USAGE);
        assertThat(supervisor.heard).isEmpty();
    }

    @Test
    void allowAddsToWhatADigestMayBe() {
        ask("allow " + LIBRARY + " mapped /l " + LIBRARY + " executable /l");
        assertThat(gate.log).containsExactly("load 1", "change {" + LIBRARY + "=[EXECUTABLE, MAPPED]} []");
        assertThat(ask("list")).contains(LIBRARY + " /l");
    }

    @Test
    void aWrongWordChangesNothing() {
        var e = catchThrowableOfType(
                TaskException.class, () -> ask("allow " + LIBRARY + " mapped /l sha256:00 mapped /m"));
        assertThat(e.problem()).isEqualTo(Problem.USAGE);
        assertThat(gate.log).containsExactly("load 1");
        assertThat(ask("list")).hasSize(1);
    }

    @Test
    void revokeForgets() {
        assertThat(ask("revoke " + PROGRAM)).containsExactly("Revoked " + PROGRAM);
        assertThat(ask("list")).isEmpty();
        var e = catchThrowableOfType(TaskException.class, () -> ask("revoke " + PROGRAM));
        assertThat(e).hasMessageContaining("is not listed");
    }

    @Test
    void grantsAreShownWhileTheirProcessesLive() {
        long living = ProcessHandle.current().pid();
        ask("grant " + living);
        ask("grant-next " + Integer.MAX_VALUE);
        assertThat(gate.log).contains("grant " + living, "grant next " + Integer.MAX_VALUE);
        assertThat(ask("status"))
                .filteredOn(line -> line.startsWith("grant: "))
                .singleElement()
                .asString()
                .startsWith("grant: pid " + living);
    }

    @Test
    void answersAreThereForProgramsToo() {
        long pid = ProcessHandle.current().pid();
        assertThat(ask("json status"))
                .containsExactly("{\"schema\":1,\"kind\":\"status\",\"pid\":" + pid
                        + ",\"mode\":\"enforce\",\"scope\":\"process\",\"stays\":\"with-keeper\","
                        + "\"protectsProcesses\":true,\"listed\":1,\"capacity\":1025,"
                        + "\"granted\":0,\"denied\":0,\"eventsLost\":0,\"reasons\":{},\"grants\":[]}");
        assertThat(ask("json list"))
                .containsExactly("{\"schema\":1,\"kind\":\"list\",\"entries\":[{\"digest\":\"" + PROGRAM
                        + "\",\"use\":\"executable\",\"path\":\"/bin/true\"}]}");
        assertThat(ask("json allow " + LIBRARY + " mapped /l"))
                .containsExactly("{\"schema\":1,\"kind\":\"allow\",\"added\":1,\"removed\":0}");
        assertThat(ask("json revoke " + LIBRARY))
                .containsExactly("{\"schema\":1,\"kind\":\"revoke\",\"added\":0,\"removed\":1}");
        assertThat(ask("json reload")).containsExactly("{\"schema\":1,\"kind\":\"reload\",\"added\":0,\"removed\":0}");
        assertThat(ask("json grant " + pid)).containsExactly("{\"schema\":1,\"kind\":\"grant\",\"pid\":" + pid + "}");
        assertThat(ask("json detach")).containsExactly("{\"schema\":1,\"kind\":\"detach\"}");
    }

    @Test
    void auditIsNotToBeOverlooked() {
        GateSettings audit = new GateSettings(Scope.EXE, settings.allowed(), false, Stay.WITH_KEEPER, true);
        GateDesk other =
                new GateDesk(gate, audit, list, new Policies(PolicySource.NONE, list, notices), feeds, () -> {});
        assertThat(other.answer(List.of("status"))).contains("mode: audit: NOTHING IS DENIED");
        assertThat(other.answer(List.of("json", "status")).get(0)).contains("\"mode\":\"audit\"");
    }

    @Test
    void eventsAreToldAndFollowed() {
        feeds.tell("one");
        assertThat(ask("events text latest")).containsExactly("one");
        assertThat(ask("events json latest")).isEmpty();
        Feed feed = desk.follow(List.of("events", "text", "follow"), () -> {});
        feeds.tell("two");
        assertThat(feed.take()).containsExactly("one", "two");
        assertThat(desk.follow(List.of("events", "text", "latest"), () -> {})).isNull();
        assertThat(desk.follow(List.of("status"), () -> {})).isNull();
    }

    @Test
    void detachTellsTheGatekeeper() {
        ask("detach");
        assertThat(gate.log).contains("detach");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "allow",
                "allow x",
                "allow sha256:00 mapped /x",
                "revoke",
                "revoke x",
                "revoke sha256:zz",
                "grant",
                "grant x",
                "grant 0",
                "grant -1",
                "grant 1 2",
                "grant-next 99999999999"
            })
    void whatIsWrongIsSaidAndDoesNothing(String request) {
        var e = catchThrowableOfType(TaskException.class, () -> ask(request));
        assertThat(e.problem()).isEqualTo(Problem.USAGE);
        assertThat(gate.log).containsExactly("load 1");
    }
}
