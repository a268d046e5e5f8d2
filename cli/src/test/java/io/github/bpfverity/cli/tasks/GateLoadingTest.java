package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.gate.DigestSource;
import io.github.bpfverity.gate.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateLoadingTest {
    @ParameterizedTest
    @EnumSource(DigestSource.class)
    void aKernelOnWhichAllWouldBeDeniedIsRefused(DigestSource source) {
        if (source.usable()) {
            assertThatCode(() -> GateLoading.requireUsable(source)).doesNotThrowAnyException();
            return;
        }
        var e = catchThrowableOfType(TaskException.class, () -> GateLoading.requireUsable(source));
        assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
        Reason reason = source == DigestSource.NO_SCRATCH ? Reason.NO_MEMORY : Reason.UNSUPPORTED_KERNEL;
        assertThat(e).hasMessageStartingWith("digest access: ").hasMessageEndingWith(reason.remedy());
    }
}
