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
    private @Nullable Reply reply;
    private @Nullable ByteBuffer sending;

    Client(SocketChannel channel, long deadline, Server.Answers answers) {
        this.channel = channel;
        this.deadline = deadline;
        this.answers = answers;
    }

    long deadline() {
        return deadline;
    }

    /** Who follows what happens has no deadline. */
    boolean isLate(long now) {
        return !follows() && now - deadline > 0;
    }

    /** Whether more may come for it long after its request. */
    boolean follows() {
        return reply != null && !reply.ended();
    }

    /**
     * Goes on as far as it can without waiting.
     *
     * @return whether there is more to do
     */
    boolean advance(SelectionKey key) throws IOException {
        Reply current = reply;
        if (current == null) {
            String line = read();
            if (line == null && request.hasRemaining()) {
                return true;
            }
            current = line == null ? tooLong() : answers.to(line);
            reply = current;
        } else if (key.isReadable()) {
            requireThere();
        }
        return send(current, key);
    }

    private static Reply tooLong() {
        return Reply.of(Server.refusal(64, "a request of more than " + LONGEST_REQUEST + " bytes"));
    }

    /** What comes after the request says nothing, but its end says that nobody reads the reply any more. */
    private void requireThere() throws IOException {
        if (channel.read(ByteBuffer.allocate(64)) < 0) {
            throw new IOException("hung up");
        }
    }

    private boolean send(Reply current, SelectionKey key) throws IOException {
        ByteBuffer piece = sending != null && sending.hasRemaining() ? sending : current.next();
        while (piece != null) {
            channel.write(piece);
            if (piece.hasRemaining()) {
                sending = piece;
                key.interestOps(SelectionKey.OP_WRITE);
                return true;
            }
            piece = current.next();
        }
        sending = null;
        key.interestOps(SelectionKey.OP_READ);
        return !current.ended();
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
        if (reply != null) {
            reply.close();
        }
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
