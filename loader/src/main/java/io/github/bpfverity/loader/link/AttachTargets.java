package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.loader.spec.AttachBtf;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import java.util.Optional;

/** Finds the BTF types that programs attach to. */
final class AttachTargets {
    private final TypeLookup types;
    private final StructOpsLinker structOps;
    private final Places places;

    AttachTargets(TypeLookup types, StructOpsLinker structOps, Places places) {
        this.types = types;
        this.structOps = structOps;
        this.places = places;
    }

    /** The type that a program names when it is loaded. */
    LinkedProgram.AttachId find(ProgramSpec program) {
        if (program.type() == ProgramType.UNSPEC) {
            throw fail(
                    program, "the section's name says no program type; name it otherwise or give the program a type");
        }
        return switch (program.attachBtf()) {
            case NONE, BPF_PROGRAM -> LinkedProgram.AttachId.NONE;
            case STRUCT_OPS -> structOps.attachId(program);
            case FUNCTION, LSM_HOOK, RAW_TRACEPOINT, ITERATOR -> inKernel(program);
        };
    }

    private LinkedProgram.AttachId inKernel(ProgramSpec program) {
        String target = program.attachTarget();
        if (target.isEmpty()) {
            throw fail(program, "needs an attach target, as in SEC(\"" + program.prefix() + "/NAME\")");
        }
        int colon = target.indexOf(':');
        String name = program.attachBtf().namePrefix() + target.substring(colon + 1);
        BtfKind kind = program.attachBtf() == AttachBtf.RAW_TRACEPOINT ? BtfKind.TYPEDEF : BtfKind.FUNC;
        Optional<TypeLookup.Found> found =
                colon < 0 ? types.find(kind, name) : types.findIn(target.substring(0, colon), kind, name);
        TypeLookup.Found type = found.orElseThrow(() ->
                fail(program, "attaches to " + target + ", but this kernel's BTF has no " + kind.label() + " " + name));
        return new LinkedProgram.AttachId(type.id(), type.module());
    }

    private LinkException fail(ProgramSpec program, String problem) {
        return places.fail(program.name(), program.section(), problem);
    }
}
