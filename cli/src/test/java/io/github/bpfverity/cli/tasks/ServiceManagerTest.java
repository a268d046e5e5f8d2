package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {
    private final FakeCalls calls = new FakeCalls();

    private ServiceManager manager(Map<String, String> environment) {
        return new ServiceManager(calls.calls(), environment);
    }

    @Test
    void theDescriptorOfItsNameIsTaken() {
        var left = manager(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "a:bpf-verity:b"));
        assertThat(left.inherited())
                .hasValueSatisfying(fd -> assertThat(fd.value()).isEqualTo(4));
    }

    @Test
    void whatIsAnothersIsNotTaken() {
        assertThat(manager(Map.of("LISTEN_PID", "41", "LISTEN_FDNAMES", "bpf-verity"))
                        .inherited())
                .isEmpty();
        assertThat(manager(Map.of("LISTEN_PID", "42", "LISTEN_FDNAMES", "other"))
                        .inherited())
                .isEmpty();
        assertThat(manager(Map.of()).inherited()).isEmpty();
    }

    @Test
    void aDescriptorIsLeftUnderItsName() {
        try (Fd descriptor = new Fd(9, fd -> {})) {
            assertThat(manager(Map.of()).leave(descriptor)).isFalse();
            assertThat(manager(Map.of("NOTIFY_SOCKET", "@n")).leave(descriptor)).isTrue();
        }
        assertThat(calls.log).containsExactly("send 9 to @n: FDSTORE=1 FDPOLL=0 FDNAME=bpf-verity");
    }

    @Test
    void withoutAManagerNothingIsSaid() {
        manager(Map.of()).ready();
        manager(Map.of("NOTIFY_SOCKET", "")).alive();
        assertThat(calls.log).isEmpty();
    }

    @Test
    void thePatienceIsForTheProcessThatIsNamed() {
        assertThat(manager(Map.of()).patience()).isEmpty();
        assertThat(manager(Map.of("WATCHDOG_USEC", "30000000")).patience()).contains(Duration.ofSeconds(30));
        assertThat(manager(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "42")).patience())
                .contains(Duration.ofNanos(1000));
        assertThat(manager(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "41")).patience())
                .isEmpty();
        assertThat(manager(Map.of("WATCHDOG_USEC", "0")).patience()).isEmpty();
        assertThat(manager(Map.of("WATCHDOG_USEC", "soon")).patience()).isEmpty();
    }

    @Test
    void aManagerThatIsNotThereIsNamed() {
        calls.sendFails = Errno.ENOENT;
        try (Fd descriptor = new Fd(9, fd -> {})) {
            var e = catchThrowableOfType(
                    TaskException.class,
                    () -> manager(Map.of("NOTIFY_SOCKET", "/n")).leave(descriptor));
            assertThat(e).hasMessageContaining("NOTIFY_SOCKET=/n").hasMessageContaining("ENOENT");
        }
    }
}
