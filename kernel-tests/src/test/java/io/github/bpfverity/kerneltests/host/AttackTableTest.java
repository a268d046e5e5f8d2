package io.github.bpfverity.kerneltests.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttackTableTest {
    private final AttackTable table = new AttackTable();

    @Test
    void eachAttackIsALineAndEachKernelAColumn() {
        table.add("kernel 6.1", "7 > Attacks > identity > a copy > is stopped", true);
        table.add("kernel 6.1", "Attacks > identity > a copy > its twin is allowed", true);
        table.add("kernel 6.1", "Attacks > identity > a copy > gets through without VERITY", true);
        table.add("kernel 7", "Attacks > identity > a copy > is stopped", false);
        table.add("kernel 7", "Attacks > races > a storm > its twin is allowed", false);
        assertThat(printed().lines().map(String::strip))
                .containsSequence(
                        "kernel 6.1                kernel 7",
                        "identity > a copy  stopped/allowed/through   NOT STOPPED/-/-",
                        "races > a storm    -/-/-                     -/NOT ALLOWED/-");
    }

    @Test
    void otherTestsMakeNoTable() {
        table.add("kernel 7", "GateTest > listedIsGranted", true);
        assertThat(printed()).isEmpty();
    }

    private String printed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
