package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreRelocation;
import java.util.List;
import java.util.function.Supplier;

/**
 * Answers the CO-RE relocations of one object for one kernel.
 *
 * <p>Modules are looked into only for types that the kernel itself does not have. Not for use by several
 * threads.
 */
public final class CoreResolver {
    /**
     * A resolver for the relocations of one object.
     *
     * @param local the object's own types
     * @param kernel the kernel's types
     * @param modules asked once, when a type is first not found in the kernel
     */
    public CoreResolver(Btf local, CoreTarget kernel, Supplier<List<CoreTarget>> modules) {}

    /**
     * Resolves one relocation.
     *
     * @throws CoreException if candidates disagree, or the relocation makes no sense for the type
     */
    public CoreResult resolve(CoreRelocation relocation) {
        throw new CoreException("not yet: " + relocation);
    }
}
