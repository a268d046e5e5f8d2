package io.github.bpfverity.cli.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection as the server sees it: first a request is read, then a reply is written. */
final class Client {
    /** Room for a program with several hundred libraries. */
    static final int LONGEST_REQUEST = 1 << 16;

    private final SocketChannel channel;
    private final long deadline;
    private final Server.Answers answers;
    private final ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
    private @Nullable ByteBuffer reply;

    Client(SocketChannel channel, long deadline, Server.Answers answers) {
        this.channel = channel;
        this.deadline = deadline;
        this.answers = answers;
    }

    long deadline() {
        return deadline;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /**
     * Goes on as far as it can without waiting.
     *
     * @return whether there is more to do
     */
    boolean advance(SelectionKey key) throws IOException {
        ByteBuffer sending = reply;
        if (sending == null) {
            String line = read();
            if (line == null) {
                return request.hasRemaining() || refuseLength(key);
            }
            sending = answers.to(line);
            reply = sending;
        }
        channel.write(sending);
        key.interestOps(SelectionKey.OP_WRITE);
        return sending.hasRemaining();
    }

    private boolean refuseLength(SelectionKey key) {
        reply = Server.refusal(64, "a request of more than " + LONGEST_REQUEST + " bytes");
        key.interestOps(SelectionKey.OP_WRITE);
        return true;
    }

    /** The request, or null if its end is still to come. */
    private @Nullable String read() throws IOException {
        int from = request.position();
        if (channel.read(request) < 0) {
            throw new IOException("ended before its request did");
        }
        for (int i = from; i < request.position(); i++) {
            if (request.get(i) == '\n') {
                return new String(request.array(), 0, i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
