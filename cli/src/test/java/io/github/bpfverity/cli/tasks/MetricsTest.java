package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.gate.Hook;
import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Path DASHBOARD = Path.of("../deploy/grafana/bpf-verity.json");
    private static final Pattern LINE =
            Pattern.compile("bpf_verity_\\w+(\\{\\w+=\"[^\"\\\\]*\"(,\\w+=\"[^\"\\\\]*\")*})? [0-9.E-]+");

    private final FakeGate gate = new FakeGate();
    private final EventCounts events = new EventCounts();

    private String text(boolean audit) {
        GateSettings settings = new GateSettings(Scope.EXE, Map.of(), false, audit);
        gate.load(settings);
        return new Metrics(gate, settings, new GateList(gate, 9, List.of(), List.of()), events).text();
    }

    private void happened(Hook hook, long command, Reason reason) {
        events.accept(AnEvent.of(reason).hook(hook).command(command).made());
    }

    @Test
    void everyLineIsOfTheTextFormat() {
        happened(Hook.BPF, 5, Reason.LISTED);
        assertThat(text(false).lines())
                .allMatch(line -> line.startsWith("# ") || LINE.matcher(line).matches());
        assertThat(text(false)).endsWith("\n");
    }

    @Test
    void decisionsEventsAndStateAreThere() {
        happened(Hook.BPF, 5, Reason.NO_VERITY);
        happened(Hook.BPF, 5, Reason.NO_VERITY);
        happened(Hook.PTRACE, 77, Reason.PROTECTED_PROCESS);
        gate.handedOver = 5;
        gate.joined = 6;
        gate.capacity = 77;
        gate.lostEvents = 4;
        gate.runTime = new RunTime(3, 4500);
        assertThat(text(false).lines())
                .contains(
                        "bpf_verity_decisions_total{verdict=\"granted\",reason=\"listed\"} 0",
                        "bpf_verity_decisions_total{verdict=\"denied\",reason=\"no_verity\"} 0",
                        "bpf_verity_events_total{hook=\"bpf\",command=\"PROG_LOAD\",verdict=\"denied\","
                                + "reason=\"no_verity\"} 2",
                        "bpf_verity_events_total{hook=\"ptrace\",command=\"\",verdict=\"denied\","
                                + "reason=\"protected_process\"} 1",
                        "bpf_verity_events_read_total 5",
                        "bpf_verity_events_lost_total 4",
                        "bpf_verity_decisions_joined_total 6",
                        "bpf_verity_listed_digests 0",
                        "bpf_verity_list_capacity 77",
                        "bpf_verity_gate_info{mode=\"enforce\",scope=\"exe\"} 1",
                        "bpf_verity_enforcing 1",
                        "bpf_verity_decision_seconds_sum 4.5E-6",
                        "bpf_verity_decision_seconds_count 3");
        assertThat(text(true)).contains("bpf_verity_enforcing 0\n", "mode=\"audit\"");
    }

    @Test
    void commandsThatCallersMakeUpAreOneSeries() {
        for (long command = 1000; command < 2000; command++) {
            happened(Hook.BPF, command, Reason.NO_VERITY);
        }
        assertThat(text(false).lines().filter(line -> line.startsWith("bpf_verity_events_total")))
                .containsExactly(
                        "bpf_verity_events_total{hook=\"bpf\",command=\"other\",verdict=\"denied\",reason=\"no_verity\"} 1000");
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        String text = text(false);
        TreeSet<String> asked = Pattern.compile("bpf_verity_\\w+")
                .matcher(Files.readString(DASHBOARD))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked)
                .hasSizeGreaterThan(6)
                .allMatch(name -> Pattern.compile("(?m)^(# TYPE )?" + name + "[ {]")
                        .matcher(text)
                        .find());
    }
}
