package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.core.CoreTarget;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Looks up types in the kernel and then in its modules, for one object. */
final class TypeLookup {
    private static final String VMLINUX = "vmlinux";

    /** A type of the kernel; {@code module} is null for vmlinux. */
    record Found(Btf btf, int id, @Nullable String module) {}

    private final KernelTypes kernel;
    private final Places places;
    private @Nullable List<CoreTarget> modules;

    TypeLookup(KernelTypes kernel, Places places) {
        this.kernel = kernel;
        this.places = places;
    }

    /**
     * The kernel's own types.
     *
     * @throws LinkException if the kernel has none
     */
    CoreTarget vmlinux() {
        try {
            return kernel.vmlinux();
        } catch (IOException e) {
            throw places.fail("needs the kernel's BTF, which cannot be read: " + e.getMessage(), e);
        }
    }

    /** The types of every module, each on the base of the kernel's. */
    List<CoreTarget> modules() {
        List<CoreTarget> found = modules;
        if (found == null) {
            found = listModules();
            modules = found;
        }
        return found;
    }

    /** The first type of a kind and name in vmlinux, then in modules. */
    Optional<Found> find(BtfKind kind, String name) {
        Optional<Found> own = findInVmlinux(kind, name);
        if (own.isPresent()) {
            return own;
        }
        for (CoreTarget module : modules()) {
            Optional<Found> found = findOwn(module, kind, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The type of a kind and name in one module, or in the kernel itself if that is called {@code vmlinux}. */
    Optional<Found> findIn(String module, BtfKind kind, String name) {
        if (module.equals(VMLINUX)) {
            return findInVmlinux(kind, name);
        }
        try {
            return findOwn(kernel.module(module), kind, name);
        } catch (IOException e) {
            throw places.fail("needs the BTF of module " + module + ", which cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Found> findInVmlinux(BtfKind kind, String name) {
        Btf btf = vmlinux().btf();
        OptionalInt id = btf.find(kind, name);
        return id.isPresent() ? Optional.of(new Found(btf, id.getAsInt(), null)) : Optional.empty();
    }

    private static Optional<Found> findOwn(CoreTarget module, BtfKind kind, String name) {
        Btf btf = module.btf();
        OptionalInt id = btf.find(kind, name);
        boolean own = id.isPresent() && id.getAsInt() >= btf.firstId();
        return own ? Optional.of(new Found(btf, id.getAsInt(), module.module())) : Optional.empty();
    }

    private List<CoreTarget> listModules() {
        try {
            return kernel.modules();
        } catch (IOException e) {
            throw places.fail("cannot list the kernel's modules: " + e.getMessage(), e);
        }
    }
}
