package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.gate.Protection;
import java.nio.file.Path;
import java.util.List;

/**
 * Taking away the names that keep a locked gate.
 *
 * @param pins makes a name on bpffs that is locked as the gate's own are, and says where it is
 */
record PinAttacks(Pins pins) {
    interface Pins {
        Path locked();
    }

    private static final Path OTHER = Path.of("/sys/fs/bpf/other-name");

    List<Attack> all() {
        return List.of(
                Attack.of(
                        "a pin removed",
                        () -> removal("rm " + pins.locked()),
                        () -> removal("mkdir " + OTHER + " && rmdir " + OTHER),
                        Protection.PINS),
                Attack.of(
                        "a pin renamed",
                        () -> removal("mv " + pins.locked() + " " + OTHER + " && rm " + OTHER),
                        () -> removal(
                                "mkdir " + OTHER + " && mv " + OTHER + " " + OTHER + "-too && rmdir " + OTHER + "-too"),
                        Protection.PINS));
    }

    private static Attempt removal(String commands) {
        return Attempt.ofShell(commands + " && echo GRANTED || { echo STOPPED; exit 2; }");
    }
}
