package io.github.bpfverity.kerneltests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.gate.Protection;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The attacks again, each without what stops it: so that none of them fails for another reason. */
@Tag("kernel")
@DisplayName(Attack.SUITE)
class SwitchedOffTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Waiting older;
    private static SwitchableGate gate;

    @BeforeAll
    static void attach() {
        stage = new Stage(folder);
        List<Path> programs = Stage.seal();
        older = Waiting.start(Stage.CALLER);
        gate = SwitchableGate.attach(programs, List.of(Stage.HARMLESS, Stage.LOADER, Stage.libc()));
    }

    @AfterAll
    static void detach() {
        if (older != null) {
            older.close();
        }
        if (gate != null) {
            gate.close();
        }
    }

    private static Map<String, List<Attack>> groups() {
        Map<String, List<Attack>> groups = new LinkedHashMap<>();
        groups.put("identity", new IdentityAttacks(stage).all());
        groups.put("code injection", new CodeAttacks(stage).all());
        groups.put("time", new TimeAttacks(older, gate).all());
        groups.put("races", RaceAttacks.all());
        groups.put(
                "the gate's objects", new ObjectAttacks(ProcessHandle.current().pid()).all());
        groups.put("removal", pins());
        groups.put("switches of the kernel", SwitchAttacks.all());
        return groups;
    }

    private static List<Attack> pins() {
        return new PinAttacks(gate::lockedPin).all();
    }

    private static Stream<DynamicNode> without(String group) {
        return Attack.testsWithout(groups().get(group), gate);
    }

    @TestFactory
    @DisplayName("identity")
    Stream<DynamicNode> identity() {
        return without("identity");
    }

    @TestFactory
    @DisplayName("code injection")
    Stream<DynamicNode> codeInjection() {
        return without("code injection");
    }

    @TestFactory
    @DisplayName("time")
    Stream<DynamicNode> time() {
        return without("time");
    }

    @TestFactory
    @DisplayName("races")
    Stream<DynamicNode> races() {
        return without("races");
    }

    @TestFactory
    @DisplayName("the gate's objects")
    Stream<DynamicNode> objects() {
        return without("the gate's objects");
    }

    @TestFactory
    @DisplayName("removal")
    Stream<DynamicNode> removal() {
        return without("removal");
    }

    @TestFactory
    @DisplayName("switches of the kernel")
    Stream<DynamicNode> switches() {
        return without("switches of the kernel");
    }

    /** What only a locked gate stops is tried here alone: one that is as it is shipped stays until the machine ends. */
    @TestFactory
    @DisplayName("removal")
    Stream<DynamicNode> locked() {
        return Attack.tests(pins());
    }

    @Test
    @DisplayName("each protection has an attack that it stops")
    void eachHasAnAttack() {
        Set<Protection> stopping = EnumSet.noneOf(Protection.class);
        groups().values().forEach(attacks -> attacks.forEach(attack -> stopping.addAll(attack.stoppedBy())));
        assertThat(stopping).containsExactlyInAnyOrder(Protection.values());
    }
}
