package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.OwnObject;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Program;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.io.IOException;

/** What of the gate's is its keeper's alone: tells the gate. */
final class OwnObjects {
    private static final byte[] PRESENT = {1, 0, 0, 0};

    private final LoadedObject object;
    private final KernelBtf btf;

    /** Of what {@code object} is. */
    OwnObjects(LoadedObject object, KernelBtf btf) {
        this.object = object;
        this.btf = btf;
    }

    /** All maps and programs, and the kernel's functions that ask the programs: from now on the keeper's. */
    void addAll() {
        for (BpfMap map : object.maps()) {
            add(OwnObject.Kind.MAP, map.info().id());
        }
        for (Program program : object.programs()) {
            add(OwnObject.Kind.PROGRAM, program.info().id());
            program.spec().ifPresent(this::addFunction);
        }
    }

    void add(Link link) {
        add(OwnObject.Kind.LINK, link.info().id());
    }

    /** The hook {@code bpf} is asked by the function {@code security_bpf}, and so on. */
    private void addFunction(ProgramSpec program) {
        if (!program.prefix().startsWith("lsm")) {
            return;
        }
        try {
            Btf types = btf.vmlinux();
            types.find(BtfKind.FUNC, "security_" + program.attachTarget())
                    .ifPresent(id -> add(OwnObject.Kind.FUNCTION, id));
        } catch (IOException e) {
            throw new TaskException(Problem.UNAVAILABLE, "the kernel's type information cannot be read: " + e, e);
        }
    }

    private void add(OwnObject.Kind kind, int id) {
        object.map(GuardObject.OWN).put(new OwnObject(kind, id).encode(LoadedGate.ORDER), PRESENT);
    }
}
