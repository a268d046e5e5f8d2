package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.util.ArrayList;
import java.util.List;

/** Fits an object to a kernel without a system call. */
public final class Linker {
    private final ObjectSpec object;
    private final Places places;
    private final TypeLookup types;
    private final FunctionLinker functions;
    private final ExceptionCallbacks callbacks;
    private final StructOpsLinker structOps;

    private Linker(ObjectSpec object, LinkEnvironment kernel) {
        this.object = object;
        this.places = new Places(object);
        this.types = new TypeLookup(kernel.kernelTypes(), places);
        this.functions = new FunctionLinker(
                object,
                new KernelSymbols(object, kernel, types, places),
                new CoreFixups(object, types, places),
                places);
        this.callbacks = new ExceptionCallbacks(object);
        this.structOps = new StructOpsLinker(object, types, places);
    }

    /**
     * Links every program of {@code object} that is to be loaded.
     *
     * @throws LinkException if something the object needs is missing or contradictory
     */
    public static LinkedObject link(ObjectSpec object, LinkEnvironment kernel) {
        List<MapSpec> maps = new KernelConfiguration(object, kernel).fill(object.maps());
        return new Linker(object, kernel).link(maps);
    }

    private LinkedObject link(List<MapSpec> maps) {
        List<LinkedStructOps> ops = structOps.link();
        List<LinkedProgram> programs = new ArrayList<>();
        for (ProgramSpec program : object.programs()) {
            if (structOps.loads(program)) {
                programs.add(link(program));
            }
        }
        List<MapSpec> created = maps.stream().filter(MapSpec::autocreate).toList();
        byte[] btf = object.btf().map(Btf::encode).orElse(new byte[0]);
        return new LinkedObject(object, List.copyOf(programs), created, ops, btf);
    }

    private LinkedProgram link(ProgramSpec program) {
        Assembly assembly = new SubprogramAppender(object, functions, callbacks)
                .assemble(object.code().entry(program));
        ProgramSpec typed = structOps.typed(program);
        return new LinkedProgram(
                typed,
                assembly.code(),
                assembly.mapReferences(),
                assembly.moduleReferences(),
                new AttachTargets(types, structOps, places).find(typed),
                new DebugInfoBuilder(object).build(assembly.functions()),
                instruction -> places.sourceLine(assembly, instruction),
                assembly.poisons());
    }
}
