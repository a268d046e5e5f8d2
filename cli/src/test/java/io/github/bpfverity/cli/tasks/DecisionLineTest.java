package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.gate.Event;
import io.github.bpfverity.gate.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionLineTest {
    @Test
    void saysWhatWhoWhyAndWhatToDo() {
        VerityDigest digest = new VerityDigest(HashAlgorithm.SHA512, new byte[64]);
        Event event = new Event(
                1, 8, 7, 4294967295L, 28, Reason.NOT_LISTED.verdict(), Reason.NOT_LISTED, "a b", Optional.of(digest));
        assertThat(DecisionLine.of(event))
                .isEqualTo("denied bpf(LINK_CREATE) to a b (pid 7, uid 4294967295): "
                        + "its executable's digest is not listed, " + digest + "; to allow: list the file");
    }

    @ParameterizedTest
    @CsvSource({"0, MAP_CREATE", "12, MAP_GET_NEXT_ID", "36, TOKEN_CREATE", "999, 999", "4294967295, 4294967295"})
    void commandsHaveTheKernelsNames(long number, String name) {
        Event event = new Event(1, 8, 7, 0, number, Reason.KEEPER.verdict(), Reason.KEEPER, "java", Optional.empty());
        assertThat(DecisionLine.of(event)).startsWith("granted bpf(" + name + ") to java ");
    }
}
