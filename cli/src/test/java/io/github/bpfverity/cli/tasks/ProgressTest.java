package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.fsverity.MerkleTree;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgressTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(boolean watched) {
        return new Console(System.out, new PrintStream(err, true), false, watched);
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits in the kernel until something was shown, or not at all. */
    private VerityFiles slow(boolean untilShown) {
        return new VerityFiles() {
            @Override
            public Optional<VerityDigest> find(Path path) {
                return Optional.empty();
            }

            @Override
            public void enable(Path path, VerityParameters parameters) {
                while (untilShown && !shown().contains("the kernel hashes")) {
                    Thread.onSpinWait();
                }
                if (path.endsWith("bad")) {
                    throw new TaskException(Problem.BAD_DATA, "bad");
                }
            }
        };
    }

    @Test
    void sealingALargeFileShowsTheTime() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[3 << 20]);
        new WatchedFiles(slow(true), console(true), 2 << 20).enable(file, VerityParameters.DEFAULT);
        assertThat(shown())
                .startsWith("\r\33[K" + file + ": the kernel hashes 3 MiB, 0 s")
                .endsWith("\r\33[K");
    }

    @Test
    void aFailureEndsTheLineToo() throws IOException {
        Path file = Files.write(folder.resolve("bad"), new byte[3 << 20]);
        assertThatThrownBy(() ->
                        new WatchedFiles(slow(true), console(true), 2 << 20).enable(file, VerityParameters.DEFAULT))
                .hasMessage("bad");
        assertThat(shown()).endsWith("\r\33[K");
    }

    @Test
    void smallFilesAndPipesShowNothing() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[3 << 20]);
        new WatchedFiles(slow(false), console(true)).enable(file, VerityParameters.DEFAULT);
        new WatchedFiles(slow(false), console(false), 0).enable(file, VerityParameters.DEFAULT);
        assertThat(shown()).isEmpty();
    }

    @Test
    void hashingALargeFileShowsHowFarItIs() throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(256L << 20);
        }
        VerityDigest digest = new ComputeDigest(VerityParameters.DEFAULT, () -> console(true)).of(file);
        assertThat(shown()).startsWith("\r\33[K" + file + ": 0 % hashed").endsWith("\r\33[K");
        AtomicLong read = new AtomicLong();
        assertThat(MerkleTree.digest(file.toFile(), VerityParameters.DEFAULT, read::addAndGet))
                .isEqualTo(digest)
                .isEqualTo(MerkleTree.digest(file.toFile(), VerityParameters.DEFAULT));
        assertThat(read).hasValue(256L << 20);
    }
}
