package io.github.bpfverity.kerneltests.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bpfverity.gate.Protection;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * Something that must not reach bpf(), and its twin that must.
 *
 * <p>A test class that is displayed as {@value #SUITE} has a test factory for each group of attacks, displayed as the
 * group's name, that returns {@link #tests} of them. The summary's table is made of the tests' names: suite, group,
 * attack, and {@value #STOPPED}, {@value #TWIN} or {@value #THROUGH}.
 *
 * @param stoppedBy what stops it: all of these off, it gets through; none where a test build cannot do without
 */
record Attack(String name, Supplier<Attempt> attack, Supplier<Attempt> twin, List<Protection> stoppedBy) {
    static final String SUITE = "Attacks";
    static final String STOPPED = "is stopped";
    static final String TWIN = "its twin is allowed";
    /** What a program says of a step that some of the kernels refuse, gate or no gate. */
    static final String REFUSED_BY_KERNEL = "Operation not supported";

    static final String THROUGH = "gets through without ";

    static Attack of(String name, Supplier<Attempt> attack, Supplier<Attempt> twin, Protection... stoppedBy) {
        return new Attack(name, attack, twin, List.of(stoppedBy));
    }

    /** Two tests for each: the attack is stopped, its twin is allowed. */
    static Stream<DynamicNode> tests(List<Attack> attacks) {
        return attacks.stream()
                .map(attack -> dynamicContainer(
                        attack.name,
                        Stream.of(
                                dynamicTest(STOPPED, () -> {
                                    Attempt attempt = attack.attack.get();
                                    assertThat(attempt.isStopped())
                                            .as(attempt.toString())
                                            .isTrue();
                                }),
                                dynamicTest(TWIN, () -> assertGranted(attack.twin.get())))));
    }

    /** One test for each attack that a protection stops: it gets through when that is switched off, and only then. */
    static Stream<DynamicNode> testsWithout(List<Attack> attacks, SwitchableGate gate) {
        return attacks.stream()
                .filter(attack -> !attack.stoppedBy.isEmpty())
                .map(attack -> dynamicContainer(
                        attack.name,
                        Stream.of(dynamicTest(
                                THROUGH
                                        + attack.stoppedBy.stream()
                                                .map(Protection::name)
                                                .collect(Collectors.joining(" and ")),
                                () -> {
                                    gate.decisions();
                                    gate.without(attack.stoppedBy);
                                    Attempt attempt = attack.attack.get();
                                    gate.without(List.of());
                                    assumeFalse(
                                            attempt.output().contains(REFUSED_BY_KERNEL),
                                            "this kernel refuses it by itself");
                                    assertThat(attempt.ending())
                                            .as("%s; decided: %s", attempt, gate.decisions())
                                            .isEqualTo(Ending.GRANTED);
                                }))));
    }

    static void assertGranted(Attempt attempt) {
        assertThat(attempt.ending()).as(attempt.toString()).isEqualTo(Ending.GRANTED);
    }
}
