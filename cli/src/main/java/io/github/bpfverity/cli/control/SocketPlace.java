package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Where a control socket is: a folder that nobody else can open, and one gatekeeper at a time. */
final class SocketPlace {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private SocketPlace() {}

    static ServerSocketChannel bind(Path socket) throws IOException {
        secure(socket.getParent());
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            requireDead(socket);
            Files.delete(socket);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private static void secure(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> others = EnumSet.copyOf(found.permissions());
        others.removeAll(OWNER_ONLY);
        if (!found.isDirectory() || !found.owner().equals(Files.getOwner(Path.of("/proc/self"))) || !others.isEmpty()) {
            throw new TaskException(
                    Problem.NO_PERMISSION,
                    folder + ": is not a folder of mode 0700 that belongs to the user who runs this; remove it");
        }
    }

    static void requireDead(Path socket) {
        if (new ControlSocket(socket).isThere()) {
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    socket + ": a gatekeeper is at work already; 'status' shows it, 'detach' ends it");
        }
    }

    static void remove(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // The next gatekeeper finds nobody listening and removes it.
        }
    }
}
