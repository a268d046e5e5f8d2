package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.FsVerityIoctl;
import io.github.bpfverity.fsverity.VerityDigest;
import io.github.bpfverity.fsverity.VerityParameters;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@link VerityFiles} through ioctl(2).
 *
 * <p>What each error number means is in the sections on the two ioctls of {@code
 * Documentation/filesystems/fsverity.rst}.
 */
public final class LinuxVerityFiles implements VerityFiles {
    private static final String NO_FS_VERITY = ": no fs-verity here: the kernel was built without it"
            + " (CONFIG_FS_VERITY), or the file system is none that has it (ext4, f2fs, btrfs)"
            + " or was made without it (for ext4: tune2fs -O verity DEVICE)";

    private final SystemCalls calls;

    /** Works through {@code calls}. */
    public LinuxVerityFiles(SystemCalls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<VerityDigest> find(Path path) {
        ByteBuf argument = FsVerityIoctl.measureArgument();
        try (Fd file = open(path)) {
            calls.ioctl(file, FsVerityIoctl.MEASURE, argument);
            return Optional.of(FsVerityIoctl.measured(argument));
        } catch (SystemCallException e) {
            if (e.is(Errno.ENODATA)) {
                return Optional.empty();
            }
            throw explainEither(path, e);
        } catch (FormatException e) {
            throw new TaskException(Problem.BAD_DATA, path + ": the kernel's answer: " + e.getMessage(), e);
        } finally {
            argument.release();
        }
    }

    @Override
    public void enable(Path path, VerityParameters parameters) {
        ByteBuf argument = FsVerityIoctl.enableArgument(parameters);
        try (Fd file = open(path)) {
            FsVerityIoctl.setSaltAddress(argument, calls.addressOf(argument));
            calls.ioctl(file, FsVerityIoctl.ENABLE, argument);
        } catch (SystemCallException e) {
            throw explainEnable(path, parameters, e);
        } finally {
            argument.release();
        }
    }

    private Fd open(Path path) {
        RegularFiles.require(path);
        try {
            return calls.open(path.toString(), SystemCalls.READ_ONLY);
        } catch (SystemCallException e) {
            if (e.is(Errno.EACCES) || e.is(Errno.EPERM)) {
                throw RegularFiles.unreadable(path);
            }
            throw new TaskException(Problem.NO_INPUT, path + ": " + Errno.describe(e.errno()), e);
        }
    }

    private static TaskException explainEnable(Path path, VerityParameters parameters, SystemCallException e) {
        Errno errno = Errno.of(e.errno());
        if (errno == null) {
            return explainEither(path, e);
        }
        return switch (errno) {
            case ETXTBSY ->
                failure(Problem.UNAVAILABLE, path, "is open for writing somewhere; close it there and try again", e);
            case EEXIST -> failure(Problem.BAD_DATA, path, "has fs-verity already; 'digest' prints its digest", e);
            case EROFS ->
                failure(Problem.UNAVAILABLE, path, "is on a read-only file system; mount -o remount,rw first", e);
            case EACCES, EPERM ->
                failure(
                        Problem.NO_PERMISSION,
                        path,
                        "fs-verity needs write permission on it; run as root or its owner",
                        e);
            case EINVAL -> failure(Problem.BAD_DATA, path, refusedParameters(parameters), e);
            case EFBIG -> failure(Problem.BAD_DATA, path, "is too large for blocks of this size", e);
            case ENOSPC -> failure(Problem.UNAVAILABLE, path, "no room left for its Merkle tree; free 1 % of it", e);
            case EBADMSG, EKEYREJECTED, ENOKEY ->
                failure(
                        Problem.NO_PERMISSION,
                        path,
                        "the kernel wants a signature (fs.verity.require_signatures is on)",
                        e);
            default -> explainEither(path, e);
        };
    }

    private static String refusedParameters(VerityParameters parameters) {
        return "the kernel does not take " + parameters.algorithm().label() + " with blocks of "
                + parameters.blockSize() + " bytes here; kernels before 6.3 take only their page size, and none takes"
                + " more than it or the file system's block size";
    }

    private static TaskException explainEither(Path path, SystemCallException e) {
        if (e.is(Errno.ENOTTY) || e.is(Errno.EOPNOTSUPP)) {
            return new TaskException(Problem.UNAVAILABLE, path + NO_FS_VERITY, e);
        }
        return failure(Problem.INPUT_OUTPUT, path, Errno.describe(e.errno()), e);
    }

    private static TaskException failure(Problem problem, Path path, String message, SystemCallException e) {
        return new TaskException(problem, path + ": " + message, e);
    }
}
