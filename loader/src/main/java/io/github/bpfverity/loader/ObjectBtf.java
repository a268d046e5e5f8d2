package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.Log;
import org.jspecify.annotations.Nullable;

/**
 * An object's type information in the kernel, or why it is not there.
 *
 * <p>Most programs run without: maps then lose their types and programs their line numbers. If the kernel then
 * refuses one of them, the refusal of the type information is part of the explanation.
 */
final class ObjectBtf implements AutoCloseable {
    private static final int LOG_SIZE = 1 << 20;

    private final @Nullable Fd fd;
    private final String refusal;

    private ObjectBtf(@Nullable Fd fd, String refusal) {
        this.fd = fd;
        this.refusal = refusal;
    }

    /** Loads what there is; an empty array is an object without type information. */
    static ObjectBtf load(Kernel kernel, byte[] btf, @Nullable Fd token) {
        if (btf.length == 0) {
            return new ObjectBtf(null, "");
        }
        try {
            return new ObjectBtf(kernel.loadBtf(new BtfLoad(btf, null, token)), "");
        } catch (BpfCallException e) {
            return e.is(Errno.EPERM) ? refused(e.getMessage()) : loadOlder(kernel, btf, token, e);
        }
    }

    private static ObjectBtf loadOlder(Kernel kernel, byte[] btf, @Nullable Fd token, BpfCallException refused) {
        byte[] older = OlderTypes.instead(kernel, btf);
        if (older == null) {
            return refused(explain(kernel, btf, refused));
        }
        try {
            return new ObjectBtf(kernel.loadBtf(new BtfLoad(older, null, token)), "");
        } catch (BpfCallException again) {
            return refused(explain(kernel, older, again));
        }
    }

    private static ObjectBtf refused(@Nullable String why) {
        return new ObjectBtf(null, "the kernel refused the object's types: " + why);
    }

    /** Asks again, now with a log. */
    private static String explain(Kernel kernel, byte[] btf, BpfCallException refused) {
        try (Log log = new Log(Log.LEVEL_FAILING_PATH, LOG_SIZE)) {
            try {
                kernel.loadBtf(new BtfLoad(btf, log, null)).close();
            } catch (BpfCallException again) {
                String tail = LogTail.of(log.text(), 3);
                return tail.isEmpty() ? again.getMessage() : again.getMessage() + ": " + tail;
            }
        }
        return refused.getMessage() + ", once";
    }

    @Nullable
    Fd fd() {
        return fd;
    }

    /** A failure that having no type information may have caused. */
    BpfCallException explain(BpfCallException failure) {
        return refusal.isEmpty() ? failure : failure.because(refusal);
    }

    String refusal() {
        return refusal;
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
        }
    }
}
