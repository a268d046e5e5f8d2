package io.github.bpfverity.loader.kernel;

import io.github.bpfverity.loader.BpfException;
import java.io.Serial;

/**
 * A system call that the kernel refused; {@link BpfCallException} is the one for bpf() itself.
 */
public class SystemCallException extends BpfException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * Describes one refusal.
     *
     * @param call the call, and what it was about: {@code open /sys/fs/bpf/x}
     * @param errno the positive error number
     */
    public SystemCallException(String call, int errno) {
        this(call, errno, call + ": " + Errno.describe(errno));
    }

    SystemCallException(String call, int errno, String message) {
        super(message);
        this.call = call;
        this.errno = errno;
    }

    /** The call, and what it was about. */
    public String call() {
        return call;
    }

    /** The positive error number. */
    public int errno() {
        return errno;
    }

    /** Whether the kernel's reason was {@code reason}. */
    public boolean is(Errno reason) {
        return errno == reason.number();
    }
}
