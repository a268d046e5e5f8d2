package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.loader.spec.ExternSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds in the kernel what {@code __ksym} externs name, each when it is first needed. */
final class KernelSymbols {
    private static final String FLAVOUR = "___";

    /**
     * What was found.
     *
     * @param id a BTF id, or 0 if there is only an address
     * @param module the module whose BTF that is, null for vmlinux
     * @param address of a symbol without a type; 0 also for a weak one that is missing
     */
    record Resolution(int id, @Nullable String module, long address) {
        static final Resolution MISSING = new Resolution(0, null, 0);

        boolean present() {
            return id != 0 || address != 0;
        }
    }

    private final ObjectSpec object;
    private final LinkEnvironment kernel;
    private final TypeLookup types;
    private final Places places;
    private final @Nullable Resolution[] resolved;

    KernelSymbols(ObjectSpec object, LinkEnvironment kernel, TypeLookup types, Places places) {
        this.object = object;
        this.kernel = kernel;
        this.types = types;
        this.places = places;
        this.resolved = new Resolution[object.externs().size()];
    }

    /**
     * What the extern of this index names.
     *
     * @throws LinkException if the kernel has no such thing and the extern is not weak
     */
    Resolution resolve(int index) {
        Resolution resolution = resolved[index];
        if (resolution == null) {
            resolution = find(object.externs().get(index));
            resolved[index] = resolution;
        }
        return resolution;
    }

    private Resolution find(ExternSpec extern) {
        Resolution found = switch (extern.kind()) {
            case KERNEL_FUNCTION -> typed(extern, BtfKind.FUNC);
            case KERNEL_VARIABLE -> typed(extern, BtfKind.VAR);
            case KERNEL_ADDRESS -> address(extern);
            case KCONFIG -> Resolution.MISSING;
        };
        if (!found.present() && !extern.weak()) {
            throw places.fail("needs " + describe(extern) + " " + extern.name() + ", which this kernel does not have");
        }
        return found;
    }

    private Resolution typed(ExternSpec extern, BtfKind kind) {
        int flavour = extern.name().indexOf(FLAVOUR);
        String name = flavour > 0 ? extern.name().substring(0, flavour) : extern.name();
        Optional<TypeLookup.Found> found = types.find(kind, name);
        return found.map(type -> new Resolution(type.id(), type.module(), 0)).orElse(Resolution.MISSING);
    }

    private Resolution address(ExternSpec extern) {
        OptionalLong address = kernel.symbolAddress(extern.name());
        return address.isPresent() ? new Resolution(0, null, address.getAsLong()) : Resolution.MISSING;
    }

    private static String describe(ExternSpec extern) {
        return switch (extern.kind()) {
            case KERNEL_FUNCTION -> "kernel function";
            case KERNEL_VARIABLE -> "kernel variable";
            case KERNEL_ADDRESS -> "kernel symbol";
            case KCONFIG -> "configuration value";
        };
    }
}
