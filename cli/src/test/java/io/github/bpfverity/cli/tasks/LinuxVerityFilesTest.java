package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.fsverity.FsVerityIoctl;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.loader.kernel.Errno;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxVerityFilesTest {
    @TempDir
    Path folder;

    private final FakeCalls fake = new FakeCalls();
    private final VerityFiles files = new LinuxVerityFiles(fake.calls());
    private Path file = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("tool"), "contents");
    }

    @Test
    void measuresThroughTheIoctlAndClosesTheFile() {
        fake.ioctl = (request, argument) -> {
            assertThat(request).isEqualTo(FsVerityIoctl.MEASURE);
            var answer = argument.nioBuffer(0, 68).order(ByteOrder.nativeOrder());
            answer.putShort(0, (short) 1).putShort(2, (short) 32).put(4, (byte) 0xab);
        };
        byte[] bytes = new byte[32];
        bytes[0] = (byte) 0xab;
        assertThat(files.measure(file)).isEqualTo(new VerityDigest(HashAlgorithm.SHA256, bytes));
        assertThat(fake.log).containsExactly("open " + file, "close " + file);
    }

    @Test
    void enablesWithTheSaltBehindTheArgument() {
        fake.ioctl = (request, argument) -> {
            assertThat(request).isEqualTo(FsVerityIoctl.ENABLE);
            var bytes = argument.nioBuffer(0, 130).order(ByteOrder.nativeOrder());
            assertThat(bytes.getInt(4)).isEqualTo(2);
            assertThat(bytes.getInt(8)).isEqualTo(1024);
            assertThat(bytes.getLong(16)).isEqualTo(0x10000 + 128);
            assertThat(bytes.getShort(128)).isEqualTo((short) 0x0505);
        };
        files.enable(file, new VerityParameters(HashAlgorithm.SHA512, 1024, new byte[] {5, 5}));
        assertThat(fake.log).containsExactly("open " + file, "close " + file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ENODATA    | BAD_DATA     | has no fs-verity digest yet; turn it on with 'enable
            ENOTTY     | UNAVAILABLE  | no fs-verity here
            EOPNOTSUPP | UNAVAILABLE  | tune2fs -O verity DEVICE
            EIO        | INPUT_OUTPUT | EIO (input or output failed)
            """)
    void explainsWhyAFileHasNoDigest(Errno errno, Problem problem, String words) {
        fake.ioctl = FakeCalls.failing(errno);
        var e = catchThrowableOfType(TaskException.class, () -> files.measure(file));
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(fake.log).containsExactly("open " + file, "close " + file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ETXTBSY     | UNAVAILABLE   | open for writing
            EEXIST      | BAD_DATA      | has fs-verity already
            EROFS       | UNAVAILABLE   | remount,rw
            EACCES      | NO_PERMISSION | write permission
            EPERM       | NO_PERMISSION | write permission
            EINVAL      | BAD_DATA      | does not take sha256 with blocks of 4096 bytes
            EKEYREJECTED| NO_PERMISSION | signature
            EOPNOTSUPP  | UNAVAILABLE   | no fs-verity here
            ENOTTY      | UNAVAILABLE   | no fs-verity here
            ENODATA     | INPUT_OUTPUT  | ENODATA
            """)
    void explainsWhyItCannotBeTurnedOn(Errno errno, Problem problem, String words) {
        fake.ioctl = FakeCalls.failing(errno);
        var e = catchThrowableOfType(TaskException.class, () -> files.enable(file, VerityParameters.DEFAULT));
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(fake.log).containsExactly("open " + file, "close " + file);
    }

    @Test
    void aDirectoryAMissingFileAndADeviceAreNotOpened() {
        assertFails(folder, Problem.USAGE, "is a directory");
        assertFails(folder.resolve("nothing"), Problem.NO_INPUT, "no such file");
        assertFails(Path.of("/dev/null"), Problem.USAGE, "not a regular file");
        assertThat(fake.log).isEmpty();
    }

    @Test
    void anUnreadableFileSaysSo() {
        fake.openFails = Errno.EACCES;
        assertFails(file, Problem.NO_INPUT, "cannot be read; run as root or as its owner");
        fake.openFails = Errno.EMFILE;
        assertFails(file, Problem.NO_INPUT, "EMFILE");
    }

    @Test
    void anAnswerThatIsNotADigestIsBadData() {
        assertThatThrownBy(() -> files.measure(file))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("unknown hash algorithm 0");
    }

    private void assertFails(Path path, Problem problem, String words) {
        var e = catchThrowableOfType(TaskException.class, () -> files.measure(path));
        assertThat(e).hasMessageStartingWith(path + ": ").hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
    }
}
