package io.github.bpfverity.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.cli.tasks.Desk;
import io.github.bpfverity.cli.tasks.Feed;
import io.github.bpfverity.cli.tasks.Problem;
import io.github.bpfverity.cli.tasks.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServerTest {
    @TempDir
    Path folder;

    private static List<String> answer(List<String> request) {
        return switch (request.get(0)) {
            case "refuse" -> throw new TaskException(Problem.NO_PERMISSION, "no, 100% not\nthat");
            case "break" -> throw new IllegalStateException("broken");
            case "much" -> Collections.nCopies(1_000_000, "0123456789");
            default -> request;
        };
    }

    private Path socket() {
        return folder.resolve("run/control");
    }

    private Server open(Desk desk) {
        return Server.open(socket(), desk);
    }

    private List<String> ask(String... request) {
        return new ControlSocket(socket()).ask(List.of(request));
    }

    private String raw(byte[] request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void wordsArriveAsTheyWereSent() {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            assertThat(ask("a", "b c", "%", "", "ü\n\t\0")).containsExactly("a", "b c", "%", "", "ü", "\t\0");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void itIsKnownWhetherItGetsRoundToRequests() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Desk slow = request -> {
            asked.countDown();
            await(answer);
            return request;
        };
        Thread client = new Thread(() -> ask("slow"));
        try (Server server = open(slow)) {
            client.start();
            await(asked);
            assertThat(server.answering(System.nanoTime())).isTrue();
            assertThat(server.answering(System.nanoTime() + TimeUnit.MINUTES.toNanos(1)))
                    .isFalse();
            answer.countDown();
            client.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusalsKeepTheirCodeAndWords() {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            var e = catchThrowableOfType(TaskException.class, () -> ask("refuse"));
            assertThat(e).hasMessage("no, 100% not\nthat");
            assertThat(e.problem()).isEqualTo(Problem.NO_PERMISSION);
            assertThat(catchThrowableOfType(TaskException.class, () -> ask("break"))
                            .problem())
                    .isEqualTo(Problem.INTERNAL);
            assertThat(ask("still there")).containsExactly("still there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%\n", "%4\n", "%zz\n", "a\tb\n", "ü\n"})
    void linesThatAreNoRequestsAreRefused(String line) throws IOException {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            assertThat(raw(line.getBytes(StandardCharsets.UTF_8)))
                    .startsWith("error 64 ")
                    .hasLineCount(1);
        }
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws IOException {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            byte[] line = "a".repeat(Client.LONGEST_REQUEST).getBytes(StandardCharsets.UTF_8);
            assertThat(raw(line)).startsWith("error 64 a request of more than");
            assertThat(raw(new byte[] {'a'})).isEmpty();
        }
    }

    @Test
    void whoSendsOrTakesNothingHoldsNobodyUp() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 20; i++) {
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                channel.write(
                        ByteBuffer.wrap(i % 2 == 0 ? new byte[] {'x'} : "much\n".getBytes(StandardCharsets.UTF_8)));
                idle.add(channel);
            }
            assertThat(ask("quick")).containsExactly("quick");
            assertThat(ask("much")).hasSize(1_000_000);
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    @Test
    void aConnectionThatCannotBeTakenIsNotTheEnd() {
        AtomicBoolean failed = new AtomicBoolean();
        Predicate<SocketChannel> brokenOnce = channel -> {
            if (failed.compareAndSet(false, true)) {
                hangUp(channel);
            }
            return true;
        };
        try (Server server = Server.open(socket(), ServerTest::answer, brokenOnce)) {
            assertThat(catchThrowableOfType(TaskException.class, () -> ask("lost"))
                            .problem())
                    .isEqualTo(Problem.UNAVAILABLE);
            assertThat(ask("next")).containsExactly("next");
            assertThat(server.answering(System.nanoTime())).isTrue();
        }
    }

    private static void hangUp(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoWaitsLongestMakesRoom() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 100; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
            }
            assertThat(ask("next")).containsExactly("next");
            assertThat(idle.get(0).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    @Test
    void whoMayNotAskIsToldSo() {
        try (Server server = Server.open(socket(), ServerTest::answer, peer -> false)) {
            assertThat(server).isNotNull();
            var e = catchThrowableOfType(TaskException.class, () -> ask("a"));
            assertThat(e).hasMessage("not for you; run as root");
            assertThat(e.problem()).isEqualTo(Problem.NO_PERMISSION);
        }
    }

    @Test
    void theSocketIsItsOwnersAlone() throws IOException {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderThatOthersCanOpenIsRefused() throws IOException {
        Files.createDirectory(socket().getParent());
        Files.setPosixFilePermissions(socket().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        var e = catchThrowableOfType(TaskException.class, () -> open(ServerTest::answer));
        assertThat(e).hasMessageContaining("mode 0700");
        Files.delete(socket().getParent());
        Path elsewhere = Files.createDirectory(
                folder.resolve("other"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(socket().getParent(), elsewhere);
        assertThat(catchThrowableOfType(TaskException.class, () -> open(ServerTest::answer)))
                .isNotNull();
    }

    @Test
    void thereIsOneGatekeeperAndADeadOneIsReplaced() throws IOException {
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            var e = catchThrowableOfType(TaskException.class, () -> open(ServerTest::answer));
            assertThat(e).hasMessageContaining("a gatekeeper is at work already");
            assertThat(ask("first")).containsExactly("first");
        }
        Files.writeString(socket(), "");
        try (Server server = open(ServerTest::answer)) {
            assertThat(server).isNotNull();
            assertThat(ask("second")).containsExactly("second");
        }
    }

    /** Tells lines to whoever follows, as a gatekeeper does. */
    private static final class Telling implements Desk {
        final EventFeedsForTest feeds = new EventFeedsForTest();

        @Override
        public List<String> answer(List<String> request) {
            return request;
        }

        @Override
        public Feed follow(List<String> request, Runnable wake) {
            return request.get(0).equals("follow") ? feeds.watch(wake) : null;
        }
    }

    private Thread follower(List<String> into, int most) {
        Thread thread = new Thread(() -> new ControlSocket(socket()).follow(List.of("follow"), line -> {
            synchronized (into) {
                into.add(line);
                into.notifyAll();
                return into.size() < most;
            }
        }));
        thread.start();
        return thread;
    }

    @Test
    void aFeedThatFailsEndsNobodyElsesConversation() throws Exception {
        Feed failing = new Feed() {
            @Override
            public List<String> take() {
                throw new IllegalStateException("no line can be made of it");
            }

            @Override
            public boolean ended() {
                return false;
            }

            @Override
            public void close() {}
        };
        Desk desk = new Desk() {
            @Override
            public List<String> answer(List<String> request) {
                return request;
            }

            @Override
            public Feed follow(List<String> request, Runnable wake) {
                return request.get(0).equals("follow") ? failing : null;
            }
        };
        try (Server server = Server.open(socket(), desk)) {
            assertThat(server).isNotNull();
            Thread follower = new Thread(() -> {
                try {
                    new ControlSocket(socket()).follow(List.of("follow"), line -> true);
                } catch (TaskException e) {
                    // The connection was closed; it is the others that count.
                }
            });
            follower.start();
            follower.join();
            assertThat(ask("second")).containsExactly("second");
        }
    }

    @Test
    void whoFollowsGetsLinesAsTheyCome() throws InterruptedException {
        Telling telling = new Telling();
        List<String> lines = new ArrayList<>();
        Thread follower;
        try (Server server = Server.open(socket(), telling)) {
            assertThat(server).isNotNull();
            follower = follower(lines, Integer.MAX_VALUE);
            telling.feeds.awaitWatchers(1);
            for (int i = 0; i < 100; i++) {
                telling.feeds.tell("line " + i);
                synchronized (lines) {
                    while (lines.size() <= i) {
                        lines.wait();
                    }
                }
            }
            assertThat(ask("others", "too")).containsExactly("others", "too");
        }
        follower.join();
        assertThat(lines).hasSize(100).endsWith("line 99");
    }

    @Test
    void whoNoLongerFollowsIsForgotten() throws InterruptedException {
        Telling telling = new Telling();
        try (Server server = Server.open(socket(), telling)) {
            assertThat(server).isNotNull();
            Thread follower = follower(new ArrayList<>(), 1);
            telling.feeds.awaitWatchers(1);
            telling.feeds.tell("only");
            follower.join();
            telling.feeds.awaitWatchers(0);
        }
    }

    @Test
    void aFollowerThatTakesNothingHoldsNobodyUp() throws IOException, InterruptedException {
        Telling telling = new Telling();
        List<String> lines = new ArrayList<>();
        try (Server server = Server.open(socket(), telling);
                SocketChannel stuck = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            assertThat(server).isNotNull();
            stuck.write(ByteBuffer.wrap("follow\n".getBytes(StandardCharsets.UTF_8)));
            Thread follower = follower(lines, 20_000);
            telling.feeds.awaitWatchers(2);
            for (int i = 0; i < 20_000; i++) {
                telling.feeds.tell("a line of some length, so that the socket's buffer is full before long " + i);
            }
            follower.join();
            assertThat(ask("still there")).containsExactly("still there");
        }
        assertThat(lines).hasSize(20_000);
    }

    @Test
    void withoutAGatekeeperItSaysSo() {
        var e = catchThrowableOfType(TaskException.class, () -> ask("a"));
        assertThat(e).hasMessageContaining("no gatekeeper answers");
        assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(new ControlSocket(socket()).isThere()).isFalse();
    }
}
