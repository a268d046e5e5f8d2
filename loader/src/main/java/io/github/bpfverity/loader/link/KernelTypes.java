package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.btf.core.CoreTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kernel's types with what linking learned from them, to be kept for as long as objects are linked for that
 * kernel. Safe for use by several threads.
 */
public final class KernelTypes {
    private static final String VMLINUX = "vmlinux";

    private final KernelBtf kernel;
    private final Map<String, CoreTarget> modules = new HashMap<>();
    private @Nullable CoreTarget vmlinux;

    /** Types that are read when they are first needed. */
    public KernelTypes(KernelBtf kernel) {
        this.kernel = kernel;
    }

    /** Where the types are read from. */
    public KernelBtf btf() {
        return kernel;
    }

    /** The kernel's own types. */
    synchronized CoreTarget vmlinux() throws IOException {
        Btf btf = kernel.vmlinux();
        CoreTarget target = vmlinux;
        if (target == null || target.btf() != btf) {
            target = new CoreTarget(btf, VMLINUX);
            vmlinux = target;
        }
        return target;
    }

    /** The types of one module, on the base of the kernel's. */
    synchronized CoreTarget module(String name) throws IOException {
        Btf btf = kernel.module(name);
        CoreTarget target = modules.get(name);
        if (target == null || target.btf() != btf) {
            target = new CoreTarget(btf, name);
            modules.put(name, target);
        }
        return target;
    }

    /** Lets go of what was read and learned of it. */
    public synchronized void forget() {
        vmlinux = null;
        modules.clear();
        kernel.forget();
    }

    /** The modules there are now. One whose types cannot be read is passed over: others may not need it. */
    List<CoreTarget> modules() throws IOException {
        List<CoreTarget> readable = new ArrayList<>();
        for (String name : kernel.modules()) {
            try {
                readable.add(module(name));
            } catch (IOException e) {
                continue;
            }
        }
        return readable;
    }
}
