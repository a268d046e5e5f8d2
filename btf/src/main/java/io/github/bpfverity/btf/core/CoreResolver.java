package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.CoreAccess;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.EssentialName;
import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the CO-RE relocations of one object for one kernel.
 *
 * <p>For each type that a program was compiled with, the kernel's types with the same name but for a flavour
 * are its candidates; modules are looked into only if the kernel itself has none. Candidates that one
 * relocation rules out stay ruled out for the following ones of the same type, as long as one is left, so the
 * order of calls matters: use that of {@code .BTF.ext}. Candidates that are left must agree.
 *
 * <p>Not for use by several threads.
 */
public final class CoreResolver {
    private record Candidate(CoreTarget target, int type) {}

    private record Question(int type, String access, CoreRelocationKind kind) {}

    private final Btf local;
    private final CoreTarget kernel;
    private final Supplier<List<CoreTarget>> modules;
    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();
    private final Map<Question, CoreResult> answers = new HashMap<>();
    private @Nullable List<CoreTarget> moduleList;

    /**
     * A resolver for the relocations of one object.
     *
     * @param local the object's own types
     * @param kernel the kernel's types
     * @param modules asked once, when a type is first not found in the kernel
     */
    public CoreResolver(Btf local, CoreTarget kernel, Supplier<List<CoreTarget>> modules) {
        this.local = local;
        this.kernel = kernel;
        this.modules = modules;
    }

    /**
     * Resolves one relocation.
     *
     * @throws CoreException if candidates disagree, or the relocation makes no sense for the type
     */
    public CoreResult resolve(CoreRelocation relocation) {
        var question = new Question(relocation.typeId(), relocation.access(), relocation.kind());
        CoreResult known = answers.get(question);
        if (known == null) {
            known = answer(relocation);
            answers.put(question, known);
        }
        return known;
    }

    private CoreResult answer(CoreRelocation relocation) {
        CoreAccess access = access(relocation);
        try {
            return answer(access);
        } catch (CoreException e) {
            throw new CoreException(access.describe() + ": " + e.getMessage());
        }
    }

    private CoreAccess access(CoreRelocation relocation) {
        try {
            return CoreAccess.of(local, relocation);
        } catch (FormatException e) {
            throw new CoreException(local.describe(relocation.typeId()) + ": " + e.problem());
        }
    }

    private CoreResult answer(CoreAccess access) {
        int type = access.relocation().typeId();
        if (access.relocation().kind() == CoreRelocationKind.TYPE_ID_LOCAL) {
            return new CoreResult.Value(type, type, false, null);
        }
        if (local.name(type).isEmpty()) {
            throw new CoreException("a type without a name cannot be looked for");
        }
        List<Candidate> remaining = candidates.computeIfAbsent(type, this::findCandidates);
        var calculation = new Calculation(access);
        var matching = new ArrayList<Candidate>();
        AccessMatch missed = null;
        for (Candidate candidate : remaining) {
            var match = new AccessMatch(access, candidate.target, candidate.type);
            Spot spot = match.find();
            if (spot != null) {
                calculation.add(spot, candidate.target.module());
                matching.add(candidate);
            } else {
                missed = match;
            }
        }
        if (!matching.isEmpty()) {
            candidates.put(type, matching);
        }
        AccessMatch last = missed;
        return calculation.result(() ->
                access.describe() + ": " + (last == null ? "there is no " + describeWanted(type) : last.reason()));
    }

    private String describeWanted(int type) {
        String where = moduleList == null || moduleList.isEmpty() ? "" : " or any module";
        return local.kind(type).label() + " " + EssentialName.of(local.name(type)) + " in " + kernel.module() + where;
    }

    private List<Candidate> findCandidates(int type) {
        String name = EssentialName.of(local.name(type));
        BtfKind kind = local.kind(type);
        List<Candidate> found = findIn(kernel, name, kind);
        return found.isEmpty()
                ? modules().stream()
                        .flatMap(module -> findIn(module, name, kind).stream())
                        .toList()
                : found;
    }

    private static List<Candidate> findIn(CoreTarget target, String name, BtfKind kind) {
        return target.candidates(name, kind).stream()
                .map(id -> new Candidate(target, id))
                .toList();
    }

    private List<CoreTarget> modules() {
        List<CoreTarget> list = moduleList;
        if (list == null) {
            list = List.copyOf(modules.get());
            moduleList = list;
        }
        return list;
    }
}
