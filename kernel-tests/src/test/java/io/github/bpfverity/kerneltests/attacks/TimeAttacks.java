package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER_STATIC;

import io.github.bpfverity.gate.Protection;
import java.util.List;

/**
 * Processes that are older than the gate, or than what it has listed now.
 *
 * @param older a listed program that was started before the gate came
 * @param lister changes the list
 */
record TimeAttacks(Waiting older, Lister lister) {
    List<Attack> all() {
        return List.of(
                Attack.of(
                        "a process older than the gate",
                        older::call,
                        () -> Waiting.start(CALLER).call(),
                        Protection.HISTORY),
                Attack.of(
                        "a process whose file was revoked while it runs",
                        this::revoked,
                        this::allowedAgain,
                        Protection.RECHECK));
    }

    private Attempt revoked() {
        Waiting waiting = Waiting.start(CALLER_STATIC);
        lister.revoke(CALLER_STATIC);
        try {
            return waiting.call();
        } finally {
            lister.allowExecutable(CALLER_STATIC);
        }
    }

    private Attempt allowedAgain() {
        Waiting waiting = Waiting.start(CALLER_STATIC);
        lister.revoke(CALLER_STATIC);
        lister.allowExecutable(CALLER_STATIC);
        return waiting.call();
    }
}
