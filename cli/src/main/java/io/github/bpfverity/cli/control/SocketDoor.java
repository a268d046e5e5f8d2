package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Desk;
import io.github.bpfverity.cli.tasks.Door;
import java.nio.file.Path;

/** {@link Door} at a control socket. */
public final class SocketDoor implements Door {
    private final Path socket;

    /** At {@code socket}. */
    public SocketDoor(Path socket) {
        this.socket = socket;
    }

    @Override
    public void requireFree() {
        SocketPlace.requireDead(socket);
    }

    @Override
    public Opened open(Desk desk) {
        Server server = Server.open(socket, desk);
        return new Opened() {
            @Override
            public boolean answering() {
                return server.answering(System.nanoTime());
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
