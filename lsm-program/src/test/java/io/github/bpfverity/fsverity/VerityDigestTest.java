package io.github.bpfverity.fsverity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import io.github.bpfverity.bytes.FormatException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerityDigestTest {
    @Test
    void whatIsPrintedIsRead() {
        qt().forAll(arbitrary().enumValues(HashAlgorithm.class), integers().all())
                .checkAssert((algorithm, seed) -> {
                    byte[] bytes = new byte[algorithm.digestSize()];
                    new Random(seed).nextBytes(bytes);
                    VerityDigest digest = new VerityDigest(algorithm, bytes);
                    assertThat(digest.toString()).matches("sha(256|512):([0-9a-f]{64}){1,2}");
                    assertThat(parsed(digest.toString())).isEqualTo(digest);
                    assertThat(parsed(algorithm.label() + ":" + digest.hex().toUpperCase(java.util.Locale.ROOT)))
                            .isEqualTo(digest);
                });
    }

    @Test
    void anyTextIsADigestOrAFormatException() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 80), arbitrary().pick("", "sha256:", "sha512:", ":"))
                .checkAssert((text, prefix) -> {
                    try {
                        VerityDigest.parse(prefix + text);
                    } catch (FormatException expected) {
                        assertThat(expected).hasMessageStartingWith("digest");
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abcd          | digest at 0x0: expected ALGORITHM:HEX
            md5:00        | digest at 0x0: unknown algorithm 'md5'
            SHA256:00     | digest at 0x0: unknown algorithm 'SHA256'
            sha256:0      | digest after sha256 at 0x1: an odd number of hexadecimal digits
            sha256:0g     | digest after sha256 at 0x1: 'g' is not a hexadecimal digit
            sha256:00     | digest at 0x7: sha256 has 64 digits, not 2
            """)
    void faultsSayWhereAndWhat(String text, String message) {
        assertThatThrownBy(() -> VerityDigest.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(message);
    }

    private static VerityDigest parsed(String text) {
        try {
            return VerityDigest.parse(text);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }
}
