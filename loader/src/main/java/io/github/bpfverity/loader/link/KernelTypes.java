package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.btf.core.CoreTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Looks up types in the kernel and then in its modules. A module whose types cannot be read is passed over. */
final class KernelTypes {
    private static final String VMLINUX = "vmlinux";

    /** A type of the kernel; {@code module} is null for vmlinux. */
    record Found(Btf btf, int id, @Nullable String module) {}

    private final KernelBtf kernel;
    private final Places places;
    private @Nullable List<CoreTarget> modules;

    KernelTypes(KernelBtf kernel, Places places) {
        this.kernel = kernel;
        this.places = places;
    }

    /**
     * The kernel's own types.
     *
     * @throws LinkException if the kernel has none
     */
    Btf vmlinux() {
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
            found = readModules();
            modules = found;
        }
        return found;
    }

    /** The first type of a kind and name in vmlinux, then in modules. */
    Optional<Found> find(BtfKind kind, String name) {
        OptionalInt own = vmlinux().find(kind, name);
        if (own.isPresent()) {
            return Optional.of(new Found(vmlinux(), own.getAsInt(), null));
        }
        for (CoreTarget module : modules()) {
            OptionalInt id = module.btf().find(kind, name);
            if (id.isPresent()) {
                return Optional.of(new Found(module.btf(), id.getAsInt(), module.module()));
            }
        }
        return Optional.empty();
    }

    /** The type of a kind and name in one module, or in the kernel itself if that is called {@code vmlinux}. */
    Optional<Found> findIn(String module, BtfKind kind, String name) {
        if (module.equals(VMLINUX)) {
            return find(kind, name).filter(found -> found.module() == null);
        }
        try {
            Btf btf = kernel.module(module);
            OptionalInt id = btf.find(kind, name);
            boolean own = id.isPresent() && id.getAsInt() >= btf.firstId();
            return own ? Optional.of(new Found(btf, id.getAsInt(), module)) : Optional.empty();
        } catch (IOException e) {
            throw places.fail("needs the BTF of module " + module + ", which cannot be read: " + e.getMessage(), e);
        }
    }

    private List<CoreTarget> readModules() {
        List<CoreTarget> targets = new ArrayList<>();
        try {
            for (String name : kernel.modules()) {
                readModule(name).ifPresent(btf -> targets.add(new CoreTarget(btf, name)));
            }
        } catch (IOException e) {
            throw places.fail("cannot list the kernel's modules: " + e.getMessage(), e);
        }
        return List.copyOf(targets);
    }

    private Optional<Btf> readModule(String name) {
        try {
            return Optional.of(kernel.module(name));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
