package io.github.bpfverity.kerneltests.attacks;

import io.github.bpfverity.kerneltests.Ran;
import io.github.bpfverity.kerneltests.attacks.Attempt.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of the attacker's own with a listed program on it, whose code is changed on the device below: the digest
 * is the listed one, the code is not. The kernel refuses to read the page, and the program dies of SIGBUS.
 */
record CraftedImage(Path image, Path mounted) {
    private static final Path PROGRAM = Stage.program("listed/own_page");
    private static final byte[] MARK = "THIS PAGE IS TO BE CHANGED".getBytes(StandardCharsets.US_ASCII);
    private static final int KILLED_BY_SIGBUS = 128 + 7;

    static CraftedImage in(Stage stage) {
        return new CraftedImage(stage.folder().resolve("image"), stage.folder().resolve("mounted"));
    }

    Attack attack() {
        return Attack.of(
                "a crafted image whose data is not what its digest says", this::runChanged, () -> runOn(() -> {}));
    }

    private Attempt runChanged() {
        Attempt ran = runOn(this::change);
        return ran.output().startsWith("status " + KILLED_BY_SIGBUS) ? new Attempt(Ending.STOPPED, ran.output()) : ran;
    }

    /** Makes the file system, does something to it while it is not mounted, and runs the program there. */
    private Attempt runOn(Runnable tamper) {
        Ran.succeeding("truncate", "-s", "16M", image.toString());
        Ran.succeeding("mkfs.ext4", "-q", "-F", "-b", "4096", "-O", "verity", image.toString());
        Path program = mounted.resolve("program");
        mount();
        try {
            Files.copy(PROGRAM, program);
            Ran.succeeding("fsverity", "enable", program.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            unmount();
        }
        tamper.run();
        mount();
        try {
            return Attempt.run(program);
        } finally {
            unmount();
        }
    }

    private void mount() {
        Ran.succeeding("mkdir", "-p", mounted.toString());
        Ran.succeeding("mount", "-o", "loop", image.toString(), mounted.toString());
    }

    private void unmount() {
        Ran.succeeding("umount", mounted.toString());
    }

    /** Changes one bit of the page, wherever the image has it. */
    private void change() {
        try {
            byte[] bytes = Files.readAllBytes(image);
            int changed = 0;
            for (int at = next(bytes, 0); at >= 0; at = next(bytes, at + 1)) {
                bytes[at] ^= 1;
                changed++;
            }
            if (changed == 0) {
                throw new AssertionError("the program's code is not in " + image);
            }
            Files.write(image, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int next(byte[] bytes, int from) {
        for (int at = from; at <= bytes.length - MARK.length; at++) {
            if (startsWithMark(bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWithMark(byte[] bytes, int at) {
        for (int i = 0; i < MARK.length; i++) {
            if (bytes[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
