package io.github.bpfverity.loader.ringbuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may let go of what when, with system calls that wait for the test. */
class WaitingTest {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch signalling = new CountDownLatch(1);
    private final CountDownLatch mayBeSignalled = new CountDownLatch(1);

    private final SystemCalls system = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "createEpoll":
                        return new Fd(10, fd -> log.add("close epoll"));
                    case "createEvent":
                        return new Fd(11, fd -> log.add("close event"));
                    case "signalEvent":
                        signalling.countDown();
                        mayBeSignalled.await(10, TimeUnit.SECONDS);
                        log.add("signal " + ((Fd) arguments[0]).value());
                        return null;
                    case "waitForEpoll":
                        return 0;
                    default:
                        return null;
                }
            });

    private Waiting waiting() {
        return new Waiting(system, () -> log.add("release"));
    }

    @Test
    void theEventIsNotClosedWhileItIsSignalled() throws Exception {
        Waiting waiting = waiting();
        var waking = CompletableFuture.runAsync(waiting::wakeup, OwnThread.START);
        assertThat(signalling.await(10, TimeUnit.SECONDS)).isTrue();
        var closing = CompletableFuture.runAsync(waiting::close, OwnThread.START);
        Thread.sleep(50);
        assertThat(log).isEmpty();
        mayBeSignalled.countDown();
        waking.get(10, TimeUnit.SECONDS);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(log).containsExactly("signal 11", "signal 11", "release", "close epoll", "close event");
        waiting.wakeup();
        waiting.close();
        assertThat(log).hasSize(5);
    }

    @Test
    void nothingIsLetGoUntilTheReadingIsOver() {
        mayBeSignalled.countDown();
        Waiting waiting = waiting();
        int count = waiting.await(
                Duration.ZERO,
                end -> {
                    end.run();
                    assertThat(waiting.isOpen()).isFalse();
                    log.add("read");
                    return 1;
                },
                (Runnable) waiting::close);
        assertThat(count).isEqualTo(1);
        assertThat(log).containsExactly("signal 11", "read", "release", "close epoll", "close event");
        assertThat(waiting.read(handler -> handler, 1)).isEqualTo(Waiting.CLOSED);
    }

    @Test
    void anEndFromElsewhereWaitsForTheReader() throws Exception {
        mayBeSignalled.countDown();
        Waiting waiting = waiting();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        var reader = CompletableFuture.supplyAsync(
                () -> waiting.read(
                        count -> {
                            reading.countDown();
                            try {
                                mayEnd.await(10, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            log.add("read");
                            return count;
                        },
                        3),
                OwnThread.START);
        reading.await(10, TimeUnit.SECONDS);
        var closing = CompletableFuture.runAsync(waiting::close, OwnThread.START);
        for (int tries = 0; log.isEmpty() && tries < 1000; tries++) {
            Thread.sleep(10);
        }
        assertThat(log).containsExactly("signal 11");
        mayEnd.countDown();
        assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo(3);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(log).containsExactly("signal 11", "read", "release", "close epoll", "close event");
    }
}
