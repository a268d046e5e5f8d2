package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Control;
import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Control} over a socket. */
public final class ControlSocket implements Control {
    /** Where the gatekeeper listens. */
    public static final Path DEFAULT = Path.of("/run/bpf-verity/control");

    private final Path socket;

    /** Asks who listens at {@code socket}. */
    public ControlSocket(Path socket) {
        this.socket = socket;
    }

    @Override
    public boolean isThere() {
        try (SocketChannel channel = connect()) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> ask(List<String> request) {
        try (SocketChannel channel = connect()) {
            ByteBuffer line = ByteBuffer.wrap((Words.encode(request) + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return reply(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
        } catch (AccessDeniedException e) {
            throw new TaskException(Problem.NO_PERMISSION, socket + ": not for you; run as root", e);
        } catch (IOException e) {
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    socket + ": no gatekeeper answers (" + e.getMessage() + "); is one attached?",
                    e);
        }
    }

    private SocketChannel connect() throws IOException {
        Path folder = socket.getParent();
        if (Files.exists(folder) && !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static List<String> reply(BufferedReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("ok")) {
                return lines;
            }
            if (line.startsWith("error ")) {
                throw refused(line.split(" ", 3));
            }
            lines.add(line);
        }
        throw new IOException("it hung up");
    }

    private static TaskException refused(String[] error) {
        Problem problem = Arrays.stream(Problem.values())
                .filter(known -> Integer.toString(known.exitCode()).equals(error[1]))
                .findFirst()
                .orElse(Problem.INTERNAL);
        return new TaskException(problem, error.length > 2 ? Words.decodeLines(error[2]) : "refused");
    }
}
