package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The error numbers that bpf() and its neighbours return, with a few words of meaning.
 *
 * <p>Source: {@code include/uapi/asm-generic/errno-base.h}, {@code errno.h} and, for {@link #ENOTSUPP}, {@code
 * include/linux/errno.h}: the same numbers on every architecture that {@link LinuxKernel} serves.
 */
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or entry"),
    ESRCH(3, "no such process or symbol"),
    EINTR(4, "interrupted by a signal"),
    EIO(5, "input or output failed"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "argument longer than the kernel takes"),
    ENOEXEC(8, "not an executable format"),
    EBADF(9, "bad descriptor"),
    EAGAIN(11, "try again"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "access denied"),
    EFAULT(14, "bad address"),
    EBUSY(16, "in use"),
    EEXIST(17, "exists already"),
    EXDEV(18, "crosses file systems"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files on the system"),
    EMFILE(24, "too many open files in this process"),
    ENOTTY(25, "request not known to this file or device"),
    ETXTBSY(26, "file is being written or executed"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no room left"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "broken pipe"),
    EDOM(33, "outside the domain"),
    ERANGE(34, "outside the range"),
    ENAMETOOLONG(36, "name too long"),
    ENOSYS(38, "system call not in this kernel"),
    ELOOP(40, "too many symbolic links or levels"),
    ENODATA(61, "no data"),
    EPROTO(71, "protocol error"),
    EBADMSG(74, "bad message"),
    EOVERFLOW(75, "value too large"),
    EILSEQ(84, "illegal sequence"),
    EOPNOTSUPP(95, "operation not supported"),
    EADDRINUSE(98, "address in use"),
    ENOBUFS(105, "no buffer space"),
    ETIMEDOUT(110, "timed out"),
    ESTALE(116, "out of date"),
    ENOKEY(126, "required key not available"),
    EKEYREJECTED(129, "key rejected"),
    ENOTSUPP(524, "operation not supported by this part of the kernel");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The positive number, as {@code errno} holds it. */
    public int number() {
        return number;
    }

    /** A few words for a person. */
    public String meaning() {
        return meaning;
    }

    /** The constant of a positive number; null for one that is not listed here. */
    public static @Nullable Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return null;
    }

    /** Name and meaning of any number, such as {@code EPERM (operation not permitted)}. */
    public static String describe(int number) {
        Errno errno = of(number);
        return errno == null ? "errno " + number : errno.name() + " (" + errno.meaning + ")";
    }
}
