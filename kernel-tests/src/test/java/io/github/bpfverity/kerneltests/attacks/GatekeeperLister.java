package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.cli.control.ControlSocket;
import io.github.bpfverity.cli.tasks.Control;
import io.github.bpfverity.kerneltests.Ran;
import java.nio.file.Path;
import java.util.List;

/** The gatekeeper at work, asked over its socket. */
final class GatekeeperLister implements Lister {
    private final Control control = new ControlSocket(ControlSocket.DEFAULT);

    @Override
    public void revoke(Path file) {
        control.ask(List.of("revoke", digest(file)));
    }

    @Override
    public void allowExecutable(Path file) {
        control.ask(List.of("allow", digest(file), "executable", file.toString()));
    }

    private static String digest(Path file) {
        return Ran.succeeding("fsverity", "measure", file.toString()).split(" ")[0];
    }
}
