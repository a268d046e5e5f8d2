package io.github.bpfverity.kerneltests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptTest {
    @ParameterizedTest
    @CsvSource({
        "0, GRANTED bpf, GRANTED",
        "1, DENIED bpf, DENIED",
        "2, a warning|STOPPED mmap: Permission denied, STOPPED",
        "3, ERROR mmap: Cannot allocate memory, ERROR",
        // What does not say so itself, or says one thing and ends as another, is no proof of anything.
        "1, , ERROR",
        "1, DENIED bpf|and more, ERROR",
        "0, DENIED bpf, ERROR",
        "139, DENIED bpf, ERROR",
        "126, sh: cannot execute: Permission denied, ERROR",
    })
    void onlyProgramsThatSaySoAreStopped(int status, String output, Ending ending) {
        String text = output == null ? "" : output.replace('|', '\n') + "\n";
        Attempt attempt = Attempt.of(new Ran(status, text));
        assertThat(attempt.ending()).isEqualTo(ending);
        assertThat(attempt.isStopped()).isEqualTo(ending == Ending.DENIED || ending == Ending.STOPPED);
    }
}
