package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.cli.control.ControlSocket;
import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import io.github.bpfverity.kerneltests.Cli;
import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import java.nio.file.Path;
import java.util.List;

/**
 * Telling the gatekeeper what to list.
 *
 * @param policy a policy file that it follows, by way of a symbolic link to its folder
 */
record ControlAttacks(Path policy) {
    List<Attack> all() {
        Path link = policy.getParent();
        return List.of(
                Attack.of(
                        "the control socket, by another user than root",
                        () -> attempt(Cli.runAsNobody("list"), 77),
                        () -> attempt(Cli.run("list"), 77)),
                Attack.of(
                        "the control socket, opened to everybody, by another user than root",
                        ControlAttacks::askThroughOpenSocket,
                        () -> attempt(Cli.run("list"), 77)),
                reloading("a policy file that others can write", "chmod 666 " + policy, "chmod 644 " + policy),
                reloading("a policy file of somebody else's", "chown nobody " + policy, "chown 0:0 " + policy),
                reloading("a folder on the way that others can write", "chmod 777 " + link, "chmod 755 " + link),
                reloading(
                        "a symbolic link of somebody else's on the way",
                        "chown -h nobody " + link,
                        "chown -h 0:0 " + link));
    }

    /** As if root had changed the modes that keep others out: the gatekeeper still asks who it is. */
    private static Attempt askThroughOpenSocket() {
        String folder = ControlSocket.DEFAULT.getParent().toString();
        Ran.succeeding("chmod", "711", folder);
        Ran.succeeding("chmod", "666", ControlSocket.DEFAULT.toString());
        try {
            return attempt(Cli.runAsNobody("list"), 77);
        } finally {
            Ran.succeeding("chmod", "600", ControlSocket.DEFAULT.toString());
            Ran.succeeding("chmod", "700", folder);
        }
    }

    private static Attack reloading(String name, String change, String undo) {
        return Attack.of(
                name,
                () -> {
                    Ran.succeeding("sh", "-c", change);
                    try {
                        return reload();
                    } finally {
                        Ran.succeeding("sh", "-c", undo);
                    }
                },
                ControlAttacks::reload);
    }

    private static Attempt reload() {
        try {
            List<String> said = new ControlSocket(ControlSocket.DEFAULT).ask(List.of("reload"));
            return new Attempt(Ending.GRANTED, String.join("\n", said));
        } catch (TaskException e) {
            return new Attempt(
                    e.problem() == Problem.NO_PERMISSION ? Ending.STOPPED : Ending.ERROR,
                    String.valueOf(e.getMessage()));
        }
    }

    private static Attempt attempt(Ran ran, int refusal) {
        Ending ending = ran.status() == 0 ? Ending.GRANTED : ran.status() == refusal ? Ending.STOPPED : Ending.ERROR;
        return new Attempt(ending, ran.status() + ": " + ran.output());
    }
}
