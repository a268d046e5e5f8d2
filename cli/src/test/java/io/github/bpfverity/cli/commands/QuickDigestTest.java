package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.lists;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quicktheories.core.Gen;

class QuickDigestTest {
    @TempDir
    Path folder;

    @Test
    void whatItAcceptsItDoesAsPicocliDoes() throws IOException {
        String file = Files.writeString(folder.resolve("file"), "contents").toString();
        AtomicInteger accepted = new AtomicInteger();
        qt().withExamples(400)
                .forAll(lists().of(words(file)).ofSizeBetween(0, 5))
                .checkAssert(words -> {
                    List<String> line = new ArrayList<>(List.of("digest", "--compute"));
                    line.addAll(words);
                    String[] arguments = line.toArray(String[]::new);
                    QuickDigest quick = QuickDigest.of(arguments);
                    if (quick != null) {
                        FakeServices one = new FakeServices();
                        FakeServices other = new FakeServices();
                        assertThat(quick.run(one.out(), one.err())).isEqualTo(Commands.run(other, arguments));
                        assertThat(one.printed()).isEqualTo(other.printed());
                        assertThat(one.complaints()).isEqualTo(other.complaints());
                        accepted.incrementAndGet();
                    }
                });
        assertThat(accepted).hasValueGreaterThan(20);
    }

    @Test
    void theCommonFormsAreQuick() {
        assertThat(QuickDigest.of("digest", "--compute", "f")).isNotNull();
        assertThat(QuickDigest.of("digest", "--compute", "--hash-alg", "sha512", "--salt=00", "f", "g"))
                .isNotNull();
    }

    @Test
    void allElseIsPicoclis() {
        assertThat(QuickDigest.of()).isNull();
        assertThat(QuickDigest.of("digest", "f")).isNull();
        assertThat(QuickDigest.of("digest", "--compute")).isNull();
        assertThat(QuickDigest.of("digest", "--compute", "--help")).isNull();
        assertThat(QuickDigest.of("digest", "--compute", "--salt")).isNull();
        assertThat(QuickDigest.of("digest", "--compute", "--salt=0", "f")).isNull();
        assertThat(QuickDigest.of("enable", "--compute", "f")).isNull();
    }

    private Gen<String> words(String file) {
        return arbitrary()
                .pick(
                        file,
                        file,
                        file,
                        folder.toString(),
                        file + ".not",
                        "--hash-alg=sha512",
                        "--hash-alg=sha1",
                        "--hash-alg",
                        "sha512",
                        "sha256",
                        "--block-size=1024",
                        "--block-size=77",
                        "--block-size",
                        "2048",
                        "--salt=00ff",
                        "--salt=0",
                        "--salt=",
                        "--salt",
                        "ab",
                        "--compute",
                        "--",
                        "-",
                        "@" + file,
                        "",
                        "--verbose",
                        "-h");
    }
}
