package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.kerneltests.Gatekeeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is tried against one gate as it is shipped, of the scope that is the default. */
@Tag("kernel")
@DisplayName(Attack.SUITE)
class AttackSuiteTest {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Waiting older;
    private static Gatekeeper gatekeeper;

    @BeforeAll
    static void attach() {
        stage = new Stage(folder);
        List<Object> arguments = new ArrayList<>(List.of("--library=" + Stage.HARMLESS));
        arguments.addAll(Stage.seal());
        older = Waiting.start(Stage.CALLER);
        gatekeeper = Gatekeeper.attach(arguments.toArray());
    }

    @AfterAll
    static void detach() {
        if (older != null) {
            older.close();
        }
        if (gatekeeper != null) {
            gatekeeper.close();
        }
    }

    @TestFactory
    @DisplayName("identity")
    Stream<DynamicNode> identity() {
        return Attack.tests(new IdentityAttacks(stage).all());
    }

    @TestFactory
    @DisplayName("code injection")
    Stream<DynamicNode> codeInjection() {
        return Attack.tests(new CodeAttacks(stage).all());
    }

    @TestFactory
    @DisplayName("time")
    Stream<DynamicNode> time() {
        return Attack.tests(new TimeAttacks(older, new GatekeeperLister()).all());
    }

    @TestFactory
    @DisplayName("races")
    Stream<DynamicNode> races() {
        List<Attack> attacks = new ArrayList<>(RaceAttacks.all());
        attacks.add(RaceAttacks.storm());
        return Attack.tests(attacks);
    }

    @TestFactory
    @DisplayName("the gate's objects")
    Stream<DynamicNode> objects() {
        return Attack.tests(new ObjectAttacks(gatekeeper.pid()).all());
    }

    @TestFactory
    @DisplayName("switches of the kernel")
    Stream<DynamicNode> switches() {
        return Attack.tests(SwitchAttacks.all());
    }
}
