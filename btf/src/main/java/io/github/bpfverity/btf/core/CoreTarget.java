package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Types that a program may be relocated to, with what earlier questions found in them: keep one for each
 * kernel or module and share it. Safe for use by several threads.
 */
public final class CoreTarget {
    private final Btf btf;
    private final String module;
    private final Map<Integer, BtfType> types = new ConcurrentHashMap<>();

    /**
     * Types to relocate to.
     *
     * @param btf the kernel's types, or a module's on their base
     * @param module the module's name, {@code vmlinux} for the kernel itself
     */
    public CoreTarget(Btf btf, String module) {
        this.btf = btf;
        this.module = module;
    }

    /** The types. */
    public Btf btf() {
        return btf;
    }

    /** The module's name, {@code vmlinux} for the kernel itself. */
    public String module() {
        return module;
    }

    BtfType type(int id) {
        return types.computeIfAbsent(id, btf::type);
    }

    /** The ids of own types that have this name but for a flavour, of {@code kind} or one as good, ascending. */
    List<Integer> candidates(String essentialName, BtfKind kind) {
        return IntStream.of(btf.idsWithFlavour(essentialName))
                .filter(id -> TypeCompatibility.sameKind(btf.kind(id), kind))
                .boxed()
                .toList();
    }
}
