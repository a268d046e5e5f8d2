package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program ready for {@code BPF_PROG_LOAD}, but for descriptors.
 *
 * <p>The code holds every subprogram it calls. What only the loader knows, the descriptors of maps and of module
 * BTF, is listed by {@link #mapReferences} and {@link #moduleReferences}.
 */
public final class LinkedProgram {
    private final ProgramSpec spec;
    private final long[] code;
    private final List<MapReference> mapReferences;
    private final List<ModuleReference> moduleReferences;
    private final AttachId attach;
    private final DebugInfo debugInfo;
    private final SourceLines sourceLines;
    private final Map<Integer, String> poisons;

    LinkedProgram(
            ProgramSpec spec,
            long[] code,
            List<MapReference> mapReferences,
            List<ModuleReference> moduleReferences,
            AttachId attach,
            DebugInfo debugInfo,
            SourceLines sourceLines,
            Map<Integer, String> poisons) {
        this.spec = spec;
        this.code = code;
        this.mapReferences = List.copyOf(mapReferences);
        this.moduleReferences = List.copyOf(moduleReferences);
        this.attach = attach;
        this.debugInfo = debugInfo;
        this.sourceLines = sourceLines;
        this.poisons = Map.copyOf(poisons);
    }

    /** The BTF type a program attaches to; id 0 for none. */
    record AttachId(int id, @Nullable String module) {
        static final AttachId NONE = new AttachId(0, null);
    }

    /** Finds the source line of an instruction. */
    interface SourceLines {
        @Nullable
        String at(int instruction);
    }

    /** The program as its object describes it; for struct_ops, with the member's index as expected attach type. */
    public ProgramSpec spec() {
        return spec;
    }

    /** A copy of the instructions, each laid out as {@link io.github.bpfverity.loader.insn.Insn} has it. */
    public long[] code() {
        return code.clone();
    }

    /**
     * Makes the verifier stop at each instruction that {@link #poison} explains. A call of a missing kernel function
     * it would else walk past, and complain of what follows.
     *
     * @param code as it was to be loaded
     */
    public long[] stoppingAtPoison(long[] code) {
        long[] stopping = code.clone();
        for (int instruction : poisons.keySet()) {
            if (Insn.src(stopping[instruction]) == Insn.PSEUDO_KFUNC_CALL) {
                Poison.apply(stopping, instruction, Poison.KERNEL_FUNCTION);
            }
        }
        return stopping;
    }

    /** The instructions that await a map's descriptor, in order. */
    public List<MapReference> mapReferences() {
        return mapReferences;
    }

    /** The instructions that await the descriptor of a module's BTF, in order. */
    public List<ModuleReference> moduleReferences() {
        return moduleReferences;
    }

    /** {@code attach_btf_id}: the BTF type the program attaches to, 0 for none. */
    public int attachBtfId() {
        return attach.id();
    }

    /** The module whose BTF has {@link #attachBtfId}, or null for vmlinux. */
    public @Nullable String attachModule() {
        return attach.module();
    }

    /** The function and line records of the whole code. */
    public DebugInfo debugInfo() {
        return debugInfo;
    }

    /** {@code file.c:12: text} for the C line an instruction of {@link #code} came from, if it is known. */
    public Optional<String> sourceLine(int instruction) {
        return Optional.ofNullable(sourceLines.at(instruction));
    }

    /** Why an instruction was made to fail if it is ever reached; empty for all others. */
    public Optional<String> poison(int instruction) {
        return Optional.ofNullable(poisons.get(instruction));
    }

    /** The indices of all instructions that {@link #poison} explains, with the explanations. */
    public Map<Integer, String> poisons() {
        return poisons;
    }
}
