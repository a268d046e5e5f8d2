package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Types that a program may be relocated to, with what earlier questions found in them: keep one for each
 * kernel or module and share it. Safe for use by several threads.
 */
public final class CoreTarget {
    private final Btf btf;
    private final String module;
    private final Map<Integer, BtfType> types = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, List<Integer>> flavours;

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
        return IntStream.concat(
                        IntStream.of(btf.idsNamed(essentialName)),
                        flavours().getOrDefault(essentialName, List.of()).stream()
                                .mapToInt(Integer::intValue))
                .filter(id -> id >= btf.firstId() && TypeCompatibility.sameKind(btf.kind(id), kind))
                .sorted()
                .boxed()
                .toList();
    }

    private Map<String, List<Integer>> flavours() {
        Map<String, List<Integer>> found = flavours;
        if (found == null) {
            // Two threads may both look; either result serves.
            found = findFlavours();
            flavours = found;
        }
        return found;
    }

    private Map<String, List<Integer>> findFlavours() {
        var found = new HashMap<String, List<Integer>>();
        btf.idsContaining(EssentialName.SEPARATOR)
                .filter(id -> mayHaveFlavour(btf.kind(id)))
                .forEach(id -> {
                    String name = btf.name(id);
                    String essential = EssentialName.of(name);
                    if (essential.length() < name.length()) {
                        found.computeIfAbsent(essential, unused -> new ArrayList<>())
                                .add(id);
                    }
                });
        return found;
    }

    /** Relocations are about types, and half of all names are functions'. */
    private static boolean mayHaveFlavour(BtfKind kind) {
        return switch (kind) {
            case INT, STRUCT, UNION, ENUM, ENUM64, FWD, TYPEDEF, FLOAT -> true;
            case VOID, PTR, ARRAY, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC -> false;
            case DECL_TAG, TYPE_TAG, OTHER -> false;
        };
    }
}
