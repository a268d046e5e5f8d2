package io.github.bpfverity.loader.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The error numbers that bpf() and its neighbours return, with a few words of meaning.
 *
 * <p>Source: {@code include/uapi/asm-generic/errno-base.h}, {@code errno.h} and, for {@link #ENOTSUPP}, {@code
 * include/linux/errno.h}: the same numbers on every architecture that {@link LinuxKernel} serves.
 */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "operation not permitted"),
    /** No such file or entry. */
    ENOENT(2, "no such file or entry"),
    /** No such process or symbol. */
    ESRCH(3, "no such process or symbol"),
    /** Interrupted by a signal. */
    EINTR(4, "interrupted by a signal"),
    /** Input or output failed. */
    EIO(5, "input or output failed"),
    /** No such device or address. */
    ENXIO(6, "no such device or address"),
    /** Argument longer than the kernel takes. */
    E2BIG(7, "more than the kernel takes"),
    /** Not an executable format. */
    ENOEXEC(8, "not an executable format"),
    /** Bad descriptor. */
    EBADF(9, "bad descriptor"),
    /** Try again. */
    EAGAIN(11, "try again"),
    /** Out of memory. */
    ENOMEM(12, "out of memory"),
    /** Access denied. */
    EACCES(13, "access denied"),
    /** Bad address. */
    EFAULT(14, "bad address"),
    /** In use. */
    EBUSY(16, "in use"),
    /** Exists already. */
    EEXIST(17, "exists already"),
    /** Crosses file systems. */
    EXDEV(18, "crosses file systems"),
    /** No such device. */
    ENODEV(19, "no such device"),
    /** Not a directory. */
    ENOTDIR(20, "not a directory"),
    /** Is a directory. */
    EISDIR(21, "is a directory"),
    /** Invalid argument. */
    EINVAL(22, "invalid argument"),
    /** Too many open files on the system. */
    ENFILE(23, "too many open files on the system"),
    /** Too many open files in this process. */
    EMFILE(24, "too many open files in this process"),
    /** Request not known to this file or device. */
    ENOTTY(25, "request not known to this file or device"),
    /** File is being written or executed. */
    ETXTBSY(26, "file is being written or executed"),
    /** File too large. */
    EFBIG(27, "file too large"),
    /** No room left. */
    ENOSPC(28, "no room left"),
    /** Read-only file system. */
    EROFS(30, "read-only file system"),
    /** Broken pipe. */
    EPIPE(32, "broken pipe"),
    /** Outside the domain. */
    EDOM(33, "outside the domain"),
    /** Outside the range. */
    ERANGE(34, "outside the range"),
    /** Name too long. */
    ENAMETOOLONG(36, "name too long"),
    /** System call not in this kernel. */
    ENOSYS(38, "system call not in this kernel"),
    /** Too many symbolic links or levels. */
    ELOOP(40, "too many symbolic links or levels"),
    /** No data. */
    ENODATA(61, "no data"),
    /** Protocol error. */
    EPROTO(71, "protocol error"),
    /** Bad message. */
    EBADMSG(74, "bad message"),
    /** Value too large. */
    EOVERFLOW(75, "value too large"),
    /** Illegal sequence. */
    EILSEQ(84, "illegal sequence"),
    /** Operation not supported. */
    EOPNOTSUPP(95, "operation not supported"),
    /** Address in use. */
    EADDRINUSE(98, "address in use"),
    /** No buffer space. */
    ENOBUFS(105, "no buffer space"),
    /** Timed out. */
    ETIMEDOUT(110, "timed out"),
    /** Out of date. */
    ESTALE(116, "out of date"),
    /** Required key not available. */
    ENOKEY(126, "required key not available"),
    /** Key rejected. */
    EKEYREJECTED(129, "key rejected"),
    /** Operation not supported by this part of the kernel. */
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
