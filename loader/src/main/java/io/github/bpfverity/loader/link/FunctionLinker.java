package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.ExternSpec;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.MapKind;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.Reference;
import org.jspecify.annotations.Nullable;

/** Fits single functions to the kernel, each once however many programs call it. */
final class FunctionLinker {
    private final ObjectSpec object;
    private final KernelSymbols symbols;
    private final CoreFixups core;
    private final Places places;
    private final @Nullable LinkedFunction[] linked;

    FunctionLinker(ObjectSpec object, KernelSymbols symbols, CoreFixups core, Places places) {
        this.object = object;
        this.symbols = symbols;
        this.core = core;
        this.places = places;
        this.linked = new LinkedFunction[object.code().functions().size()];
    }

    LinkedFunction link(Function function) {
        LinkedFunction result = linked[function.index()];
        if (result == null) {
            long[] code = new long[function.count()];
            object.code().sectionOf(function).copy(function.first(), function.count(), code, 0);
            result = new LinkedFunction(function, code);
            core.apply(result);
            patchReferences(result);
            linked[function.index()] = result;
        }
        return result;
    }

    private void patchReferences(LinkedFunction function) {
        int first = function.function().first();
        int end = function.function().end();
        for (Reference reference : object.code().sectionOf(function.function()).references(first, end)) {
            int at = reference.instruction() - first;
            switch (reference.kind()) {
                case CALL -> function.calls().add(reference);
                case FUNCTION_ADDRESS -> callback(function, reference, at);
                case MAP -> map(function, reference, at);
                case MAP_VALUE -> mapValue(function, reference, at);
                case EXTERN_CALL -> call(function, reference, at);
                case EXTERN_ADDRESS -> extern(function, reference, at);
            }
        }
    }

    private void callback(LinkedFunction function, Reference reference, int at) {
        function.code()[at] = Insn.withSrc(function.code()[at], Insn.PSEUDO_FUNC);
        function.calls().add(reference);
    }

    private void map(LinkedFunction function, Reference reference, int at) {
        MapSpec map = object.maps().get(reference.target());
        if (map.autocreate()) {
            function.code()[at] = Insn.withSrc(function.code()[at], Insn.PSEUDO_MAP_FD);
            function.mapReferences().add(new MapReference(at, map.name()));
        } else {
            function.poison(at, Poison.MAP + reference.target(), "map " + map.name() + " was not to be created");
        }
    }

    private void mapValue(LinkedFunction function, Reference reference, int at) {
        MapSpec map = object.maps().get(reference.target());
        if (map.autocreate()) {
            value(function, at, map, reference.offset());
        } else {
            function.poison(at, Poison.MAP + reference.target(), "map " + map.name() + " was not to be created");
        }
    }

    private static void value(LinkedFunction function, int at, MapSpec map, int offset) {
        long[] code = function.code();
        code[at] = Insn.withSrc(code[at], Insn.PSEUDO_MAP_VALUE);
        code[at + 1] = Insn.withImm(code[at + 1], offset);
        function.mapReferences().add(new MapReference(at, map.name()));
    }

    /** A call of function 0 is what the kernel takes for one that is missing, if nothing reaches it. */
    private void call(LinkedFunction function, Reference reference, int at) {
        ExternSpec extern = object.externs().get(reference.target());
        KernelSymbols.Resolution found = symbols.resolve(reference.target());
        if (extern.kind() != ExternSpec.Kind.KERNEL_FUNCTION) {
            throw places.fail(function.function(), at, "calls " + extern.name() + ", which is not a function");
        }
        if (!found.present()) {
            function.poisons()
                    .put(at, "this kernel has no function " + extern.name() + "; test bpf_ksym_exists before the call");
        }
        long insn = Insn.withSrc(function.code()[at], Insn.PSEUDO_KFUNC_CALL);
        function.code()[at] = Insn.withOff(Insn.withImm(insn, found.id()), 0);
        if (found.module() != null) {
            function.moduleReferences().add(new ModuleReference(at, found.module(), ModuleReference.Use.CALL));
        }
    }

    private void extern(LinkedFunction function, Reference reference, int at) {
        ExternSpec extern = object.externs().get(reference.target());
        if (extern.kind() == ExternSpec.Kind.KCONFIG) {
            value(function, at, configurationMap(), extern.offset());
            return;
        }
        KernelSymbols.Resolution found = symbols.resolve(reference.target());
        if (found.id() == 0) {
            Insn.setWideImmediate(function.code(), at, found.address());
            return;
        }
        long[] code = function.code();
        code[at] = Insn.withImm(Insn.withSrc(code[at], Insn.PSEUDO_BTF_ID), found.id());
        if (found.module() != null) {
            function.moduleReferences().add(new ModuleReference(at, found.module(), ModuleReference.Use.VARIABLE));
        }
    }

    private MapSpec configurationMap() {
        return object.maps().stream()
                .filter(map -> map.kind() == MapKind.KCONFIG)
                .findFirst()
                .orElseThrow(() -> places.fail("configuration values without a map to hold them"));
    }
}
