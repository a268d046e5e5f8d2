package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyKindOfValueIsWrittenAsItsOwn() {
        List<Object> values = new ArrayList<>(List.of(1, -2L, true, "a", List.of(), Map.of(), Map.of("k", List.of(3))));
        values.add(null);
        assertThat(Json.of(values)).isEqualTo("[1,-2,true,\"a\",[],{},{\"k\":[3]},null]");
    }

    @Test
    void whatIsNotPlainAsciiIsEscaped() {
        assertThat(Json.of("\"\\\n\u007f\u00e9\ud83d\ude00"))
                .isEqualTo("\"\\\"\\\\\\u000a\\u007f\\u00e9\\ud83d\\ude00\"");
    }
}
