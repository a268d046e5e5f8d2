package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.btf.core.TypeComparison;
import io.github.bpfverity.loader.spec.ExternSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds in the kernel what {@code __ksym} externs name, each when it is first needed. */
final class KernelSymbols {
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
    private @Nullable Map<String, Set<Long>> addresses;

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
        // Functions have flavours; variables, as libbpf has it, do not.
        String name = kind == BtfKind.FUNC ? EssentialName.of(extern.name()) : extern.name();
        Optional<TypeLookup.Found> found = types.find(kind, name);
        if (found.isEmpty()) {
            return Resolution.MISSING;
        }
        TypeLookup.Found type = found.get();
        if (isAsDeclared(extern, type)) {
            return new Resolution(type.id(), type.module(), 0);
        }
        if (kind == BtfKind.FUNC && extern.weak()) {
            return Resolution.MISSING;
        }
        throw places.fail("declares " + describe(extern) + " " + extern.name() + " otherwise than this kernel has it");
    }

    /** Whether parameters and types agree; flavours of one function declare what different kernels have. */
    private boolean isAsDeclared(ExternSpec extern, TypeLookup.Found found) {
        Btf local = object.btf().orElseThrow(() -> places.fail("externs without BTF"));
        return TypeComparison.compatible(
                local, declared(local, extern.typeId()), found.btf(), declared(found.btf(), found.id()));
    }

    /** The prototype of a function; the type of a variable without qualifiers. */
    private static int declared(Btf btf, int id) {
        BtfType type = btf.type(id);
        return type instanceof BtfType.Func function
                ? function.type()
                : btf.resolve(type instanceof BtfType.Var variable ? variable.type() : id);
    }

    private Resolution address(ExternSpec extern) {
        Set<Long> found = addresses().getOrDefault(extern.name(), Set.of());
        if (found.size() > 1) {
            throw places.fail("needs kernel symbol " + extern.name() + ", of which this kernel has " + found.size()
                    + " at different addresses");
        }
        return found.isEmpty()
                ? Resolution.MISSING
                : new Resolution(0, null, found.iterator().next());
    }

    private Map<String, Set<Long>> addresses() {
        Map<String, Set<Long>> known = addresses;
        if (known == null) {
            known = kernel.symbolAddresses(object.externs().stream()
                    .filter(extern -> extern.kind() == ExternSpec.Kind.KERNEL_ADDRESS)
                    .map(ExternSpec::name)
                    .collect(Collectors.toSet()));
            addresses = known;
        }
        return known;
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
