package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.btf.core.CoreException;
import io.github.bpfverity.btf.core.CoreResolver;
import io.github.bpfverity.btf.core.CoreResult;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts into instructions what CO-RE relocations come to on the kernel: the immediates of arithmetic and wide loads,
 * the offsets and sizes of loads and stores. What has no answer is poisoned.
 */
final class CoreFixups {
    private final ObjectSpec object;
    private final TypeLookup types;
    private final Places places;
    private @Nullable CoreResolver resolver;

    CoreFixups(ObjectSpec object, TypeLookup types, Places places) {
        this.object = object;
        this.types = types;
        this.places = places;
    }

    void apply(LinkedFunction function) {
        Function source = function.function();
        List<CoreRelocation> all =
                object.btfExt().coreRelocations(object.code().sectionOf(source).name());
        List<CoreRelocation> own =
                Ranges.between(all, CoreRelocation::insnOffset, source.first() * Insn.SIZE, source.end() * Insn.SIZE);
        for (CoreRelocation relocation : own) {
            apply(function, relocation, relocation.insnOffset() / Insn.SIZE - source.first());
        }
    }

    private void apply(LinkedFunction function, CoreRelocation relocation, int at) {
        CoreResult result;
        try {
            result = resolver().resolve(relocation);
        } catch (CoreException e) {
            throw places.fail(function.function(), at, e.getMessage(), e);
        }
        if (result instanceof CoreResult.Value value) {
            patch(function, at, value);
        } else if (result instanceof CoreResult.Poison poison) {
            function.poison(at, Poison.CORE, poison.reason());
        }
    }

    private void patch(LinkedFunction function, int at, CoreResult.Value value) {
        switch (Insn.classOf(function.code()[at])) {
            case Insn.ALU, Insn.ALU64 -> patchArithmetic(function, at, value);
            case Insn.LDX, Insn.ST, Insn.STX -> patchMemory(function, at, value);
            case Insn.LD -> patchWide(function, at, value);
            default -> throw unfit(function, at);
        }
    }

    private void patchArithmetic(LinkedFunction function, int at, CoreResult.Value value) {
        long insn = function.code()[at];
        if ((Insn.opcode(insn) & Insn.SOURCE_REGISTER) != 0) {
            throw unfit(function, at);
        }
        // An immediate is 32 bits; whether the compiler meant it signed or not, those are the ones to compare.
        validate(function, at, value, Insn.imm(insn), (int) value.localValue());
        function.code()[at] = Insn.withImm(insn, (int) value.targetValue());
    }

    private void patchMemory(LinkedFunction function, int at, CoreResult.Value value) {
        long insn = function.code()[at];
        validate(function, at, value, Insn.off(insn), value.localValue());
        if (value.targetValue() > Short.MAX_VALUE) {
            throw places.fail(
                    function.function(), at, "offset " + value.targetValue() + " does not fit a load or store");
        }
        CoreResult.MemoryAccess memory = value.memory();
        if (memory == null || !memory.changes()) {
            function.code()[at] = Insn.withOff(insn, (int) value.targetValue());
            return;
        }
        if (!memory.adjustable()) {
            function.poison(
                    at,
                    Poison.CORE,
                    "the field has " + memory.targetSize() + " bytes on this kernel, not " + memory.localSize()
                            + ", and a load cannot convert it");
            return;
        }
        function.code()[at] = Insn.withOff(resized(function, at, memory), (int) value.targetValue());
    }

    private long resized(LinkedFunction function, int at, CoreResult.MemoryAccess memory) {
        long insn = function.code()[at];
        int size = Insn.sizeCode((int) memory.targetSize());
        if (Insn.accessSize(insn) != memory.localSize() || size < 0) {
            throw places.fail(
                    function.function(),
                    at,
                    "an access of " + Insn.accessSize(insn) + " bytes to a field of " + memory.localSize()
                            + " cannot become one of " + memory.targetSize());
        }
        return Insn.withOpcode(insn, Insn.opcode(insn) & ~Insn.SIZE_MASK | size);
    }

    private void patchWide(LinkedFunction function, int at, CoreResult.Value value) {
        long[] code = function.code();
        boolean whole = at + 1 < code.length && Insn.opcode(code[at + 1]) == 0;
        if (!Insn.isWide(code[at]) || Insn.src(code[at]) != 0 || !whole) {
            throw unfit(function, at);
        }
        validate(function, at, value, Insn.wideImmediate(code[at], code[at + 1]), value.localValue());
        Insn.setWideImmediate(code, at, value.targetValue());
    }

    private void validate(LinkedFunction function, int at, CoreResult.Value value, long found, long expected) {
        if (value.validate() && found != expected) {
            throw places.fail(
                    function.function(), at, "CO-RE relocation expects " + expected + " here, found " + found);
        }
    }

    private LinkException unfit(LinkedFunction function, int at) {
        return places.fail(
                function.function(),
                at,
                "CO-RE relocation on an instruction that takes none: " + Insn.toString(function.code()[at]));
    }

    private CoreResolver resolver() {
        CoreResolver current = resolver;
        if (current == null) {
            Btf local = object.btf().orElseThrow(() -> places.fail("CO-RE relocations without BTF"));
            current = new CoreResolver(local, types.vmlinux(), types::modules);
            resolver = current;
        }
        return current;
    }
}
