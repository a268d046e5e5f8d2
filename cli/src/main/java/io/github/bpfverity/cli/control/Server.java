package io.github.bpfverity.cli.control;

import io.github.bpfverity.cli.tasks.Desk;
import io.github.bpfverity.cli.tasks.Feed;
import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Listens at a control socket and has a desk answer, one request after the other, on a thread of its own.
 *
 * <p>Nothing waits for a client: what it sends and takes in pieces is collected and kept, up to a bound and a deadline.
 */
public final class Server implements AutoCloseable {
    private static final int MOST_CLIENTS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A round takes no longer than the slowest request, which may read a long policy. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    /** Turns a request's line into a reply. */
    interface Answers {
        Reply to(String line);
    }

    private static final ByteBuffer NOT_FOR_YOU = refusal(Problem.NO_PERMISSION.exitCode(), "not for you; run as root");

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Selector selector;
    private final Desk desk;
    private final Predicate<SocketChannel> mayAsk;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long lastRound = System.nanoTime();

    private Server(ServerSocketChannel listener, Path socket, Desk desk, Predicate<SocketChannel> mayAsk)
            throws IOException {
        this.listener = listener;
        this.socket = socket;
        this.selector = Selector.open();
        this.desk = desk;
        this.mayAsk = mayAsk;
        this.thread = new Thread(this::serve, "control");
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens for requests of this user's processes.
     *
     * @throws TaskException if somebody listens there already, or the place is not safe
     */
    public static Server open(Path socket, Desk desk) {
        return open(socket, desk, Peers::isOwnUser);
    }

    static Server open(Path socket, Desk desk, Predicate<SocketChannel> mayAsk) {
        try {
            return new Server(SocketPlace.bind(socket), socket, desk, mayAsk);
        } catch (IOException e) {
            throw new TaskException(
                    Problem.INPUT_OUTPUT, socket + ": " + e.getMessage() + "; attach without it by --no-control", e);
        }
    }

    /** Whether it still gets round to requests. */
    boolean answering(long now) {
        return thread.isAlive()
                && now - lastRound < PATIENCE.plus(LONGEST_ROUND).toNanos();
    }

    private void serve() {
        while (!closing) {
            try {
                selector.select(PATIENCE.toMillis());
                long now = System.nanoTime();
                lastRound = now;
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    attend(key, now);
                }
                selector.selectedKeys().clear();
                attendFollowers(now);
                dropLate(now);
            } catch (IOException e) {
                // Such as no descriptor left for a connection. It stays to be taken, and is not asked for all the time.
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void attend(SelectionKey key, long now) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept(now);
            return;
        }
        Client client = (Client) key.attachment();
        try {
            if (!client.advance(key)) {
                client.close();
            }
        } catch (IOException | RuntimeException e) {
            // What fails for one client, the making of its answer included, ends nobody else's.
            client.close();
        }
    }

    /** Whoever has taken all that there was may find more by now. */
    private void attendFollowers(long now) throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            boolean waits = key.isValid() && key.interestOps() == SelectionKey.OP_READ;
            if (waits && key.attachment() instanceof Client client && client.follows()) {
                attend(key, now);
            }
        }
    }

    private void accept(long now) throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) {
            return;
        }
        List<Client> clients = clients();
        if (clients.size() >= MOST_CLIENTS) {
            Collections.min(clients, Comparator.comparingLong(client -> client.deadline() - now))
                    .close();
        }
        // Who may not ask is read to the end as well: a reply sent before that can be lost.
        Answers answers = mayAsk.test(channel) ? this::answer : line -> Reply.of(NOT_FOR_YOU.duplicate());
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client(channel, now + PATIENCE.toNanos(), answers));
    }

    private List<Client> clients() {
        List<Client> clients = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof Client client) {
                clients.add(client);
            }
        }
        return clients;
    }

    private void dropLate(long now) {
        clients().stream().filter(client -> client.isLate(now)).forEach(Client::close);
    }

    private Reply answer(String line) {
        try {
            List<String> request = Words.decode(line);
            Feed feed = desk.follow(request, selector::wakeup);
            return feed == null ? Reply.of(ByteBuffer.wrap(lines(request))) : Reply.of(feed);
        } catch (IllegalArgumentException e) {
            return Reply.of(refusal(Problem.USAGE.exitCode(), String.valueOf(e.getMessage())));
        } catch (TaskException e) {
            return Reply.of(refusal(e.problem().exitCode(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return Reply.of(refusal(Problem.INTERNAL.exitCode(), "internal error: " + e));
        }
    }

    private byte[] lines(List<String> request) {
        List<String> lines = new ArrayList<>(desk.answer(request));
        lines.add("ok");
        return Client.text(lines);
    }

    static ByteBuffer refusal(int code, String words) {
        return ByteBuffer.wrap(Client.text(List.of("error " + code + " " + Words.encodeLines(words))));
    }

    /** Stops listening, removes the socket and lets every client go. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
            clients().forEach(Client::close);
            selector.close();
            listener.close();
        } catch (IOException e) {
            // Nothing is left to be done about it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SocketPlace.remove(socket);
    }
}
