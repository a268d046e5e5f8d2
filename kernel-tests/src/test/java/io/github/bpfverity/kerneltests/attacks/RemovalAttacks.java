package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;

import io.github.bpfverity.gate.Protection;
import io.github.bpfverity.kerneltests.Cli;
import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.Service;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Getting rid of a pinned gate by its keeper, its memory or its names: bpf() stays closed to who is not listed, and open
 * to who is.
 *
 * @param service the gatekeeper, and what starts it again
 * @param memory the cgroup that the gate's memory is charged to, and its first keeper
 */
record RemovalAttacks(Service service, Path memory) {
    private static final Path BREAKER = Stage.program("listed-static/links_detached");
    private static final Path LIMIT = Stage.program("keeper-static/limit");
    private static final Path STORM = Stage.program("unlisted/plain_storm_of_calls");

    List<Attack> all() {
        return Stream.concat(Stream.of(exhausted()), Stream.concat(byKeeper().stream(), byObjects().stream()))
                .toList();
    }

    /** The first of all: the limit kills the keeper too, if it is the first, and what the gate holds stays. */
    private Attack exhausted() {
        return Attack.of(
                "no memory left in the gate's cgroup, and OOM kill of the gatekeeper there",
                () -> ended("echo 0 >" + memory + "/memory.max"),
                () -> {
                    service.awaitRestart();
                    return Attempt.ofShell("echo max >" + memory + "/memory.max; exec " + CALLER);
                });
    }

    private List<Attack> byKeeper() {
        return List.of(
                Attack.of("the gatekeeper killed", () -> ended("kill -KILL $keeper"), this::meanwhile),
                Attack.of(
                        "OOM kill of the gatekeeper",
                        () -> ended("echo 1000 >/proc/$keeper/oom_score_adj && echo f >/proc/sysrq-trigger"),
                        this::meanwhile),
                during("the gatekeeper's limits lowered", LIMIT + " $keeper lower", LIMIT + " $keeper raise"),
                during("the gatekeeper stopped", "kill -STOP $keeper", "kill -CONT $keeper"),
                during("the gatekeeper frozen in a cgroup", """
                        cgroup=/sys/fs/cgroup/frozen
                        mkdir -p $cgroup && echo $keeper >$cgroup/cgroup.procs && echo 1 >$cgroup/cgroup.freeze
                        """, """
                        echo 0 >$cgroup/cgroup.freeze; echo $keeper >/sys/fs/cgroup/cgroup.procs
                        """),
                during(
                        "a full ring buffer",
                        "kill -STOP $keeper; " + STORM + " attack 20000 | grep -q DENIED",
                        "kill -CONT $keeper"));
    }

    private List<Attack> byObjects() {
        return List.of(
                Attack.of(
                        "links detached and updated by a listed program",
                        () -> Attempt.run(BREAKER, "attack"),
                        () -> Attempt.run(BREAKER, "twin"),
                        Protection.OBJECTS),
                Attack.of(
                        "a second gate",
                        RemovalAttacks::secondGate,
                        () -> Attempt.run(
                                ObjectAttacks.ANSWERER, "twin", ObjectAttacks.function("bpf_lsm_file_ioctl"), CALLER)),
                during("the pins mounted over", "mount -t tmpfs none /sys/fs/bpf", "umount /sys/fs/bpf"));
    }

    /** What {@code begin} did lasts until the call has been made. */
    private Attack during(String name, String begin, String end) {
        return Attack.of(
                name,
                () -> Attempt.ofShell(between(begin, PLAIN_CALLER, end)),
                () -> Attempt.ofShell(between(begin, CALLER, end)));
    }

    private String between(String begin, Path program, String end) {
        return """
                keeper=%s
                %s || exit 9
                %s
                status=$?
                %s
                exit $status
                """.formatted(service.keeper(), begin.strip(), program, end.strip());
    }

    /** Ends the keeper, and calls while there is none. */
    private Attempt ended(String commands) {
        long keeper = service.keeper();
        Ran.succeeding("sh", "-c", "keeper=" + keeper + "; " + commands);
        service.awaitEnd(keeper);
        return Attempt.run(PLAIN_CALLER);
    }

    private Attempt meanwhile() {
        Attempt attempt = Attempt.run(CALLER);
        service.awaitRestart();
        return attempt;
    }

    private static Attempt secondGate() {
        Ran ran = Cli.run("attach", "--no-control", "--pin=/sys/fs/bpf/second", CALLER.toString());
        boolean refused = ran.status() == 69 && ran.output().contains("a gate is pinned there already");
        return new Attempt(refused ? Ending.STOPPED : Ending.GRANTED, ran.status() + ": " + ran.output());
    }
}
