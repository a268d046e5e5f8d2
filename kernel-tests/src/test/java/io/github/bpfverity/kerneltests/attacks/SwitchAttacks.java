package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;

import io.github.bpfverity.gate.Protection;
import java.util.List;

/** Turning off, with settings of the kernel's, what runs the gate's programs. */
final class SwitchAttacks {
    private SwitchAttacks() {}

    static List<Attack> all() {
        String off = """
                echo 0 >/proc/sys/kernel/ftrace_enabled || { echo STOPPED; exit 2; }
                %s
                status=$?
                echo 1 >/proc/sys/kernel/ftrace_enabled
                exit $status
                """.formatted(PLAIN_CALLER);
        return List.of(Attack.of(
                "ftrace_enabled=0",
                () -> Attempt.ofShell(off),
                () -> Attempt.ofShell("cat /proc/sys/kernel/ftrace_enabled && exec " + CALLER),
                Protection.OFF_SWITCH));
    }
}
