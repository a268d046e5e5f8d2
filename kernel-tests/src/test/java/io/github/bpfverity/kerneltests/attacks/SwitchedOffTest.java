package io.github.bpfverity.kerneltests.attacks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
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

    @TestFactory
    @DisplayName("identity")
    Stream<DynamicNode> identity() {
        return Attack.testsWithout(new IdentityAttacks(stage).all(), gate);
    }

    @TestFactory
    @DisplayName("code injection")
    Stream<DynamicNode> codeInjection() {
        return Attack.testsWithout(new CodeAttacks(stage).all(), gate);
    }

    @TestFactory
    @DisplayName("time")
    Stream<DynamicNode> time() {
        return Attack.testsWithout(new TimeAttacks(older, gate).all(), gate);
    }

    @TestFactory
    @DisplayName("races")
    Stream<DynamicNode> races() {
        return Attack.testsWithout(RaceAttacks.all(), gate);
    }

    @TestFactory
    @DisplayName("switches of the kernel")
    Stream<DynamicNode> switches() {
        return Attack.testsWithout(SwitchAttacks.all(), gate);
    }
}
