package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GateListTest {
    private final FakeGate gate = new FakeGate();

    private static Listing program(int number) {
        return listing(number, Use.EXECUTABLE);
    }

    private static Listing library(int number) {
        return listing(number, Use.MAPPED);
    }

    private static Listing listing(int number, Use use) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) number;
        return new Listing(Path.of("/" + number), new VerityDigest(HashAlgorithm.SHA256, bytes), use);
    }

    private static String name(int number) {
        return program(number).digest().toString();
    }

    private static List<Integer> numbers(GateList list) {
        return list.entries().values().stream()
                .map(entry -> Integer.parseInt(entry.path().toString().substring(1)))
                .toList();
    }

    private GateList list(List<Listing> named, List<Listing> policy) {
        return new GateList(gate, 6, named, policy);
    }

    @Test
    void aGateThatWasTakenOverKeepsItsListAndFollowsThePolicy() {
        GateList list = list(List.of(program(1), program(2)), List.of(program(3)));
        list.resume(
                Map.of(program(1).digest(), Set.of(Use.EXECUTABLE), program(5).digest(), Set.of(Use.MAPPED)));
        assertThat(gate.log).containsExactly("change {" + name(3) + "=[EXECUTABLE]} []");
        assertThat(list.entries().keySet())
                .as("2 was revoked, 5 was allowed, and the policy has 3 now")
                .containsExactlyInAnyOrder(
                        program(1).digest(), program(3).digest(), program(5).digest());
    }

    @Test
    void aPolicyThatIsReadAgainIsOneChange() {
        GateList list = list(List.of(program(1)), List.of(program(2), library(3)));
        assertThat(list.replacePolicy(List.of(program(3), program(4)))).hasToString("2 added, 1 removed");
        assertThat(gate.log)
                .containsExactly(
                        "change {" + name(3) + "=[EXECUTABLE], " + name(4) + "=[EXECUTABLE]} [" + name(2) + "]");
        assertThat(numbers(list)).containsExactly(1, 3, 4);
    }

    @Test
    void aPolicyThatSaysTheSameChangesNothing() {
        GateList list = list(List.of(), List.of(program(2), library(3)));
        assertThat(list.replacePolicy(List.of(library(3), program(2)))).hasToString("0 added, 0 removed");
        assertThat(gate.log).isEmpty();
    }

    @Test
    void whatWasNamedOrAllowedStaysWhenThePolicyDropsIt() {
        GateList list = list(List.of(program(1)), List.of(program(1), program(2), program(5)));
        list.allow(List.of(program(2)));
        list.replacePolicy(List.of());
        assertThat(numbers(list)).containsExactly(1, 2);
        assertThat(gate.log).containsExactly("change {} [" + name(5) + "]");
    }

    @Test
    void usesFromSeveralSidesAddUp() {
        GateList list = list(List.of(library(1)), List.of());
        list.replacePolicy(List.of(program(1)));
        list.replacePolicy(List.of());
        assertThat(gate.log)
                .containsExactly(
                        "change {" + name(1) + "=[EXECUTABLE, MAPPED]} []", "change {" + name(1) + "=[MAPPED]} []");
    }

    @Test
    void revokingReachesEverySideUntilThePolicyIsReadAgain() {
        GateList list = list(List.of(program(1)), List.of(program(1)));
        list.revoke(program(1).digest());
        assertThat(list.entries()).isEmpty();
        var e = catchThrowableOfType(
                TaskException.class, () -> list.revoke(program(1).digest()));
        assertThat(e.problem()).isEqualTo(Problem.BAD_DATA);
        list.replacePolicy(List.of(program(1)));
        assertThat(numbers(list)).containsExactly(1);
    }

    @Test
    void aListThatOutgrowsTheRoomIsRefusedWhole() {
        GateList list = list(List.of(program(0)), List.of(program(1), program(2), program(3)));
        List<Listing> others =
                IntStream.range(10, 13).mapToObj(GateListTest::program).toList();
        var e = catchThrowableOfType(TaskException.class, () -> list.replacePolicy(others));
        assertThat(e).hasMessageContaining("would have 7 digests").hasMessageContaining("room for 6");
        assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(gate.log).isEmpty();
        assertThat(numbers(list)).containsExactly(0, 1, 2, 3);
        list.replacePolicy(others.subList(0, 2));
        assertThat(numbers(list)).containsExactly(0, 10, 11);
    }

    @Test
    void aChangeThatFailsHalfWayIsUndone() {
        GateList list = list(List.of(), List.of(library(1), program(2)));
        gate.failure = new IllegalStateException("kernel");
        List<Listing> next = Stream.of(program(1), program(3)).toList();
        var e = catchThrowableOfType(IllegalStateException.class, () -> list.replacePolicy(next));
        assertThat(e).hasMessage("kernel");
        assertThat(gate.log.get(1))
                .isEqualTo("change {" + name(1) + "=[MAPPED], " + name(2) + "=[EXECUTABLE]} [" + name(3) + "]");
        assertThat(numbers(list)).containsExactly(1, 2);
    }
}
