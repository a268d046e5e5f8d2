package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BtfInfo;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.ObjectKind;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Descriptors of kernel modules' type information, opened when a program needs them and closed after loading. */
final class ModuleBtfs implements AutoCloseable {
    private final Kernel kernel;
    private final Map<String, Fd> open = new HashMap<>();

    ModuleBtfs(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * The descriptor of a module's BTF, which stays this object's.
     *
     * @throws BpfException if no such module has any
     */
    Fd of(String module) {
        return open.computeIfAbsent(module, this::find);
    }

    private Fd find(String module) {
        OptionalInt id = kernel.nextId(ObjectKind.BTF, 0);
        while (id.isPresent()) {
            Fd found = openIfOf(id.getAsInt(), module);
            if (found != null) {
                return found;
            }
            id = kernel.nextId(ObjectKind.BTF, id.getAsInt());
        }
        throw new BpfException("the kernel has no type information of a module " + module);
    }

    /** Null if it is another's, or has gone since its id was found: types come and go with every program. */
    private @Nullable Fd openIfOf(int id, String module) {
        Fd candidate;
        try {
            candidate = kernel.openById(ObjectKind.BTF, id);
        } catch (BpfCallException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
        try {
            if (isOf(candidate, module)) {
                return candidate;
            }
        } catch (RuntimeException e) {
            candidate.close();
            throw e;
        }
        candidate.close();
        return null;
    }

    private boolean isOf(Fd candidate, String module) {
        BtfInfo info = BtfInfo.of(kernel, candidate);
        return info.kernel() && info.name().equals(module);
    }

    @Override
    public void close() {
        open.values().forEach(Fd::close);
    }
}
