package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import io.github.bpfverity.loader.kernel.Fd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachGateTest {
    private final FakeMachine machine = new FakeMachine();
    private final FakeGate gate = new FakeGate();
    private Supplier<String> metrics;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeSupervisor supervisor = new FakeSupervisor();
    private final Set<Path> needed = new LinkedHashSet<>();
    private final AttachGate task = task(out);

    private AttachGate task(OutputStream stdout) {
        FakeFiles files = new FakeFiles();
        return new AttachGate(
                new Lister(files, program -> needed),
                new Doctor(machine, files),
                gate,
                Door.NONE,
                supervisor,
                (address, text) -> {
                    metrics = text;
                    return () -> gate.log.add("no metrics");
                },
                new Console(new PrintStream(stdout), new PrintStream(err, true), false, false),
                tgid -> Optional.of("/usr/bin/cat").filter(path -> tgid == 9));
    }

    @Test
    void listsAttachesReportsAndDetaches() {
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> {
            consumer.accept(event("ls", Reason.LISTED));
            consumer.accept(event("ps", Reason.NO_VERITY));
            task.stop();
        });
        task.run(request(Scope.EXE, true, FakeFiles.SEALED, FakeFiles.SEALED));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("""
                Allowing verity digest of "/bin/true" (%1$s)
                Allowing verity digest of "/bin/true" (%1$s)
                Attached program to bpf(), ctrl-c to exit...
                denied bpf(PROG_LOAD) to cat (pid 7, uid 0): its executable's digest is not listed; to allow: list the file
                granted bpf(PROG_LOAD) to ls (pid 7, uid 0): its executable is listed
                denied bpf(PROG_LOAD) to ps (pid 7, uid 0): its executable has no fs-verity digest; to allow: %2$s
                Detached: 0 granted, 0 denied, 0 events lost
                """.formatted("0".repeat(64), Reason.NO_VERITY.remedy()));
        assertThat(gate.log).containsExactly("load 1 with trace", "attach", "counters", "wake up", "counters", "close");
    }

    @Test
    void whatWasDecidedBeforeTheEndIsReportedToo() {
        gate.polls.add(consumer -> task.stop());
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("denied bpf(PROG_LOAD) to cat (pid 7, uid 0)");
    }

    @Test
    void nothingIsLoadedWhenAFileCannotBeListed() {
        assertRefused(FakeFiles.PLAIN, Problem.BAD_DATA, "has no fs-verity digest yet");
        assertRefused(FakeFiles.FOREIGN, Problem.UNAVAILABLE, "no fs-verity here");
        assertRefused(Path.of("/bin"), Problem.USAGE, "is a directory");
        assertRefused(Path.of("/no such"), Problem.NO_INPUT, "no such file");
    }

    @Test
    void nothingIsLoadedWhereTheGateCannotRun() {
        machine.functions.remove("fsverity_ioctl_measure");
        assertRefused(FakeFiles.SEALED, Problem.UNAVAILABLE, "fs-verity: not in this kernel");
    }

    @Test
    void nothingIsLoadedWithoutPrivileges() {
        machine.texts.put("/proc/self/status", "CapEff:\t0000000000000000\n");
        assertRefused(FakeFiles.SEALED, Problem.NO_PERMISSION, "run as root");
    }

    @Test
    void aDecisionThatCannotBeReadIsNoReasonToDetach() {
        gate.polls.add(consumer -> {
            throw new IllegalStateException("unknown reason 99");
        });
        gate.polls.add(consumer -> {
            gate.log.add("still there");
            task.stop();
        });
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.log).containsExactly("load 1", "attach", "still there", "wake up", "counters", "close");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("a decision cannot be reported (unknown reason 99); the gate stays attached");
    }

    @Test
    void countersThatCannotBeReadAreNoReasonToDetach() {
        gate.countersFail = true;
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> {
            gate.log.add("still there");
            task.stop();
        });
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.log).containsSubsequence("counters", "still there", "close");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("decisions cannot be reported (no memory for counters); the gate stays attached");
    }

    @Test
    void stoppedBeforeItBeganItLoadsNothing() {
        task.stop();
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.log).isEmpty();
    }

    @Test
    void aClosedStandardOutputDoesNotRemoveTheGate() {
        AttachGate unwatched = task(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> {
            gate.log.add("still there");
            unwatched.stop();
        });
        unwatched.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.log)
                .containsExactly("load 1", "attach", "counters", "still there", "wake up", "counters", "close");
        assertThat(err.toString(StandardCharsets.UTF_8)).containsOnlyOnce("the gate stays attached");
    }

    private static AttachRequest request(Scope scope, boolean trace, Path... programs) {
        return new AttachRequest(List.of(programs), List.of(), scope, trace, null);
    }

    @Test
    void inScopeProcessTheLibrariesAreListedToo() {
        needed.add(FakeFiles.LIBRARY);
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.PROCESS, false, FakeFiles.SEALED));
        assertThat(gate.loaded)
                .isEqualTo(new GateSettings(
                        Scope.PROCESS,
                        Map.of(
                                FakeFiles.digest(FakeFiles.SEALED), Set.of(Use.EXECUTABLE),
                                FakeFiles.digest(FakeFiles.LIBRARY), Set.of(Use.MAPPED)),
                        false));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("(" + FakeFiles.digest(FakeFiles.LIBRARY).hex() + ") as code to map\n");
    }

    @Test
    void inScopeExeTheyAreNot() {
        needed.add(FakeFiles.PLAIN);
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.loaded.allowed()).containsOnlyKeys(FakeFiles.digest(FakeFiles.SEALED));
    }

    @Test
    void aLibraryWithoutADigestIsNamedWithWhatToDo() {
        needed.add(FakeFiles.PLAIN);
        var e = catchThrowableOfType(
                TaskException.class, () -> task.run(request(Scope.PROCESS, false, FakeFiles.SEALED)));
        assertThat(e)
                .hasMessage("/bin/ls: has no fs-verity digest yet, and /bin/true needs it; turn it on with"
                        + " 'seal --with-libraries /bin/true'");
        assertThat(e.problem()).isEqualTo(Problem.BAD_DATA);
        assertThat(gate.log).isEmpty();
    }

    @Test
    void whatIsBothAProgramAndALibraryMayBeBoth() {
        needed.add(FakeFiles.SEALED);
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.PROCESS, false, FakeFiles.SEALED));
        assertThat(gate.loaded.allowed()).containsValue(Set.of(Use.EXECUTABLE, Use.MAPPED));
    }

    @Test
    void aPinnedGateStaysWhenTheKeeperGoes() {
        gate.polls.add(consumer -> task.stop());
        Path folder = Path.of("/sys/fs/bpf/no-such-folder");
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder));
        assertThat(gate.log)
                .containsExactly("load 1", "attach", "pin " + folder, "leave", "wake up", "counters", "close");
    }

    @Test
    void aPinnedGateKeepsItsKeeperWhereNobodyStoresTheWayBack() {
        gate.storeIsGone = true;
        gate.polls.add(consumer -> {
            gate.log.add("still there");
            task.stop();
        });
        Path folder = Path.of("/sys/fs/bpf/no-such-folder");
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder));
        assertThat(gate.log).containsSubsequence("leave", "still there");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nobody keeps it; a gatekeeper that it starts");
    }

    @Test
    void theSupervisorHearsOfItWhenAllIsInPlace() {
        gate.polls.add(consumer -> {
            gate.log.add(String.valueOf(supervisor.heard));
            task.stop();
        });
        Path folder = Path.of("/sys/fs/bpf/no-such-folder");
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder));
        assertThat(gate.log).containsSubsequence("attach", "pin " + folder, "leave", "[ready]");
        assertThat(supervisor.heard).containsExactly("ready", "stopping");
    }

    @Test
    void theSupervisorDoesNotHearOfAGateThatFails() {
        machine.functions.remove("fsverity_ioctl_measure");
        assertRefused(FakeFiles.SEALED, Problem.UNAVAILABLE, "fs-verity");
        assertThat(supervisor.heard).isEmpty();
    }

    @Test
    void theSupervisorHearsOfEachRoundThatIsDone() {
        supervisor.patience = Duration.ofNanos(3);
        gate.polls.add(consumer -> {});
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(supervisor.heard).containsExactly("ready", "alive", "alive", "stopping");
    }

    @Test
    void aSupervisorThatIsGoneIsNoReasonToDetach() {
        supervisor.patience = Duration.ofNanos(3);
        supervisor.isGone = true;
        gate.polls.add(consumer -> {});
        gate.polls.add(consumer -> {
            gate.log.add("still there");
            task.stop();
        });
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(gate.log).contains("still there");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("warning: nobody there");
    }

    @Test
    void aPinnedGateIsTakenOverByWhoWasLeftItsControlMap(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("link_gate_bpf"));
        List<Integer> closed = new ArrayList<>();
        supervisor.left = new Fd(9, closed::add);
        gate.found = new GateSettings(
                Scope.PROCESS,
                Map.of(FakeFiles.digest(FakeFiles.LIBRARY), Set.of(Use.MAPPED)),
                false,
                Stay.PINNED,
                false);
        gate.polls.add(consumer -> task.stop());
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder));
        assertThat(gate.log)
                .containsExactly("take over " + folder, "attach", "pin " + folder, "wake up", "counters", "close");
        assertThat(closed).containsExactly(9);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Took over the gate pinned to " + folder + ": scope process, 1 digests listed\n")
                .contains("The gate stays, pinned to " + folder);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("/bin/true: was revoked, or is another file");
    }

    @Test
    void whatAnAttachLeftThatDiedHalfWayIsRemoved(@TempDir Path temporary) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("gate"));
        Files.createFile(folder.resolve("link_gate_exec"));
        gate.polls.add(consumer -> task.stop());
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder));
        assertThat(folder).doesNotExist();
        assertThat(gate.log).startsWith("load 1", "attach", "pin " + folder);
    }

    @Test
    void anotherPinnedGateIsLeftAlone(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("link_gate_bpf"));
        var request = new AttachRequest(List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder);
        var e = catchThrowableOfType(TaskException.class, () -> task.run(request));
        assertThat(e)
                .hasMessageContaining(folder + ": a gate is pinned there already")
                .hasMessageContaining("'detach " + folder + "' removes it unless it is locked");
        assertThat(gate.log).isEmpty();
    }

    @Test
    void aLockNeedsPinsThatStay(@TempDir Path folder) {
        var request = new AttachRequest(
                List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, folder, true, PolicySource.NONE, null, false);
        var e = catchThrowableOfType(TaskException.class, () -> task.run(request));
        assertThat(e).hasMessageContaining("--lock needs a folder on the bpffs at /sys/fs/bpf itself");
        assertThat(gate.log).isEmpty();
    }

    @Test
    void furtherLibrariesAreCodeToMap() {
        gate.polls.add(consumer -> task.stop());
        task.run(new AttachRequest(List.of(FakeFiles.SEALED), List.of(FakeFiles.LIBRARY), Scope.PROCESS, false, null));
        assertThat(gate.loaded.allowed()).containsEntry(FakeFiles.digest(FakeFiles.LIBRARY), Set.of(Use.MAPPED));
    }

    @Test
    void auditIsAnnouncedAndAskedFor() {
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> task.stop());
        task.run(new AttachRequest(
                List.of(FakeFiles.SEALED), List.of(), Scope.EXE, false, null, false, PolicySource.NONE, null, true));
        assertThat(gate.loaded.audit()).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("bpf-verity: warning: audit: the gate decides and reports, and DENIES NOTHING\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\nwould deny bpf(PROG_LOAD) to cat (pid 7");
    }

    @Test
    void metricsAreServedWhileItIsAttached() {
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> {
            assertThat(metrics.get()).contains("command=\"PROG_LOAD\",verdict=\"denied\",reason=\"not_listed\"} 1\n");
            task.stop();
        });
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        task.run(new AttachRequest(
                List.of(FakeFiles.SEALED),
                List.of(),
                Scope.EXE,
                false,
                null,
                false,
                PolicySource.NONE,
                address,
                false));
        assertThat(gate.log).startsWith("load 1", "measure", "attach").endsWith("no metrics", "close");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Metrics at http://127.0.0.1:9/metrics\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void metricsForOthersAreWarnedOf() {
        gate.polls.add(consumer -> task.stop());
        InetSocketAddress address = new InetSocketAddress(9);
        task.run(new AttachRequest(
                List.of(FakeFiles.SEALED),
                List.of(),
                Scope.EXE,
                false,
                null,
                false,
                PolicySource.NONE,
                address,
                false));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("whoever reaches that address reads them");
    }

    @Test
    void lostEventsAreSaidWhileItRuns() {
        gate.lostEvents = 5;
        gate.polls.add(consumer -> consumer.accept(event("cat", Reason.NOT_LISTED)));
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("bpf-verity: 5 decisions were made and could not be reported:"
                        + " they came faster than they are read\n");
    }

    @Test
    void theGatekeepersOwnCallsAreNotTold() {
        gate.polls.add(consumer -> consumer.accept(event("java", Reason.KEEPER)));
        gate.polls.add(consumer -> task.stop());
        task.run(request(Scope.EXE, false, FakeFiles.SEALED));
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("java");
        assertThat(gate.log).containsExactly("load 1", "attach", "wake up", "counters", "close");
    }

    private static AttachRequest request(PolicySource policy) {
        return new AttachRequest(List.of(), List.of(), Scope.EXE, false, null, false, policy, null, false);
    }

    private static final Listing FROM_POLICY =
            new Listing(FakeFiles.LIBRARY, FakeFiles.digest(FakeFiles.LIBRARY), Use.MAPPED);

    @Test
    void aBadPolicyIsSaidBeforeTheKernelIsLookedAt() {
        machine.functions.clear();
        machine.texts.clear();
        PolicySource bad = () -> {
            throw new TaskException(Problem.BAD_DATA, "p:3: what is wrong");
        };
        var e = catchThrowableOfType(TaskException.class, () -> task.run(request(bad)));
        assertThat(e).hasMessage("p:3: what is wrong");
        assertThat(gate.log).isEmpty();
    }

    @Test
    void aPolicyIsListedAndReadAgain() {
        List<Listing> policy = new ArrayList<>(List.of(FROM_POLICY));
        gate.polls.add(consumer -> {
            policy.clear();
            task.reload();
        });
        gate.polls.add(consumer -> task.stop());
        task.run(request(() -> List.copyOf(policy)));
        assertThat(gate.loaded.allowed()).containsEntry(FROM_POLICY.digest(), Set.of(Use.MAPPED));
        assertThat(gate.log).contains("change {} [" + FROM_POLICY.digest() + "]");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("Policy: 0 digests of executables, 1 of code to map\n")
                .contains("Reloaded the policy: 0 added, 1 removed\n");
    }

    @Test
    void aPolicyThatTurnedBadChangesNothing() {
        List<Listing> policy = new ArrayList<>(List.of(FROM_POLICY));
        gate.polls.add(consumer -> {
            policy.clear();
            task.reload();
        });
        gate.polls.add(consumer -> task.stop());
        task.run(request(() -> {
            if (policy.isEmpty()) {
                throw new TaskException(Problem.BAD_DATA, "p:1: one\np:2: two");
            }
            return policy;
        }));
        assertThat(gate.log).noneMatch(line -> line.startsWith("change"));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                bpf-verity: p:1: one
                bpf-verity: p:2: two
                bpf-verity: the list stays as it was
                """);
    }

    @Test
    void whileNothingIsAttachedThereIsNothingToReload() {
        task.reload();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private void assertRefused(Path path, Problem problem, String words) {
        var e = catchThrowableOfType(
                TaskException.class, () -> task.run(request(Scope.EXE, false, FakeFiles.SEALED, path)));
        assertThat(e).hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(gate.log).isEmpty();
    }

    private static Event event(String comm, Reason reason) {
        return AnEvent.of(reason).comm(comm).made();
    }
}
