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
import java.util.function.Predicate;

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
        } catch (AccessDeniedException e) {
            throw notForYou(e);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> ask(List<String> request) {
        List<String> lines = new ArrayList<>();
        if (!exchange(request, lines::add)) {
            throw unanswered(new IOException("it hung up"));
        }
        return lines;
    }

    @Override
    public void follow(List<String> request, Predicate<String> lines) {
        exchange(request, lines);
    }

    /** Whether the reply came to its end; false where the other side, or {@code lines}, wanted no more. */
    private boolean exchange(List<String> request, Predicate<String> lines) {
        try (SocketChannel channel = connect()) {
            ByteBuffer line = ByteBuffer.wrap((Words.encode(request) + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return reply(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)), lines);
        } catch (AccessDeniedException e) {
            throw notForYou(e);
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    private TaskException notForYou(AccessDeniedException e) {
        return new TaskException(Problem.NO_PERMISSION, socket + ": not for you; run as root", e);
    }

    private TaskException unanswered(IOException e) {
        return new TaskException(
                Problem.UNAVAILABLE, socket + ": no gatekeeper answers (" + e.getMessage() + "); is one attached?", e);
    }

    private SocketChannel connect() throws IOException {
        Path folder = socket.getParent();
        if (Files.exists(folder) && !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static boolean reply(BufferedReader reader, Predicate<String> lines) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("ok")) {
                return true;
            }
            if (line.startsWith("error ")) {
                throw refused(line.split(" ", 3));
            }
            if (!lines.test(line)) {
                return false;
            }
        }
        return false;
    }

    private static TaskException refused(String[] error) {
        Problem problem = Arrays.stream(Problem.values())
                .filter(known -> Integer.toString(known.exitCode()).equals(error[1]))
                .findFirst()
                .orElse(Problem.INTERNAL);
        return new TaskException(problem, error.length > 2 ? Words.decodeLines(error[2]) : "refused");
    }
}
