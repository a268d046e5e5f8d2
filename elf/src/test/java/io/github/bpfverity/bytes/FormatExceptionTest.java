package io.github.bpfverity.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FormatExceptionTest {
    @Test
    void saysWhereAndWhat() {
        FormatException e = new FormatException("guard.bpf.o:.BTF", 0x44, "unknown BTF kind 31");
        assertThat(e).isInstanceOf(IOException.class).hasMessage("guard.bpf.o:.BTF at 0x44: unknown BTF kind 31");
    }

    /** A file names its sections as it likes; a message must stay one line and not speak to the terminal. */
    @Test
    void showsWhatDoesNotPrintByNumber() {
        FormatException e = new FormatException(
                "a\nb:\u001b[2J", 0, "name \u202e\u2028\u2029\ud800\ue000\ufdd0 gr\u00fc\u00df \ufffd");
        assertThat(e.place()).isEqualTo("a\\u000ab:\\u001b[2J");
        assertThat(e.problem()).isEqualTo("name \\u202e\\u2028\\u2029\\ud800\\ue000\\ufdd0 gr\u00fc\u00df \ufffd");
        assertThat(e).hasMessage(e.place() + " at 0x0: " + e.problem());
    }

    @Test
    void cutsWhatIsTooLong() {
        FormatException e = new FormatException("p".repeat(1001), 0, "q".repeat(1_000_000));
        assertThat(e.place()).isEqualTo("p".repeat(1000) + "\u2026");
        assertThat(e.problem()).isEqualTo("q".repeat(1000) + "\u2026");
        assertThat(new FormatException("p".repeat(1000), 0, "").place()).isEqualTo("p".repeat(1000));
    }
}
