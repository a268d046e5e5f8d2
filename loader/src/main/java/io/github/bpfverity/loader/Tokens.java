package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * BPF tokens, with which a process in a user namespace may do what the mounter of a bpffs delegated to it.
 *
 * <p>Source: the comment on {@code BPF_TOKEN_CREATE} in {@code include/uapi/linux/bpf.h}.
 */
final class Tokens {
    private final Host host;
    private final Path bpffs;

    Tokens(Host host, Path bpffs) {
        this.host = host;
        this.bpffs = bpffs;
    }

    /** A token, which the caller closes; null if there is none to be had. */
    @Nullable
    Fd open() {
        try (Fd directory = host.system().open(bpffs.toString(), SystemCalls.READ_ONLY)) {
            return host.kernel().createToken(directory);
        } catch (SystemCallException e) {
            return null;
        }
    }
}
