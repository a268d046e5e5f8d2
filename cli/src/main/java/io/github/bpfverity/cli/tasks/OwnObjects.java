package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.OwnObject;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.Program;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the gate's is its keeper's alone: tells the gate. */
public final class OwnObjects {
    private static final byte[] PRESENT = {1, 0, 0, 0};

    /** What the verifier asks for the answers that an LSM program may give; it came, with that check, in Linux 6.12. */
    private static final String CHECK_OF_ANSWERS = "bpf_lsm_get_retval_range";

    private final LoadedObject object;
    private final KernelBtf btf;

    /** Of what {@code object} is. */
    public OwnObjects(LoadedObject object, KernelBtf btf) {
        this.object = object;
        this.btf = btf;
    }

    /** All maps and programs, and the kernel's functions that ask the programs: from now on the keeper's. */
    public void addAll() {
        for (BpfMap map : object.maps()) {
            add(OwnObject.Kind.MAP, map.info().id());
        }
        for (Program program : object.programs()) {
            add(OwnObject.Kind.PROGRAM, program.info().id());
            program.spec().ifPresent(this::addFunction);
        }
    }

    /** A link of the gate's: from now on the keeper's. */
    public void add(Link link) {
        add(OwnObject.Kind.LINK, link.info().id());
    }

    /** Makes room where links ended with the keeper that had them: each keeper has one of its own. */
    public void forgetEndedLinks(Loader loader) {
        Set<Integer> there = loader.ids(ObjectKind.LINK).boxed().collect(Collectors.toSet());
        BpfMap own = object.map(GuardObject.OWN);
        List<byte[]> keys = new ArrayList<>();
        own.keys().forEach(keys::add);
        for (byte[] key : keys) {
            OwnObject known = OwnObject.decode(key, LoadedGate.ORDER);
            if (known.kind() == OwnObject.Kind.LINK && !there.contains(known.id())) {
                own.delete(key);
            }
        }
    }

    /**
     * The hook {@code bpf} is asked by the function {@code security_bpf}, and its programs run where {@code bpf_lsm_bpf}
     * is; and so on.
     */
    private void addFunction(ProgramSpec program) {
        if (!program.prefix().startsWith("lsm")) {
            return;
        }
        try {
            Btf types = btf.vmlinux();
            types.find(BtfKind.FUNC, "security_" + program.attachTarget())
                    .ifPresent(id -> add(OwnObject.Kind.FUNCTION, id));
            boolean anyAnswer = types.find(BtfKind.FUNC, CHECK_OF_ANSWERS).isEmpty();
            types.find(BtfKind.FUNC, "bpf_lsm_" + program.attachTarget()).ifPresent(id -> {
                add(OwnObject.Kind.FUNCTION, id);
                if (anyAnswer) {
                    add(OwnObject.Kind.ANSWER, id);
                }
            });
        } catch (IOException e) {
            throw new TaskException(Problem.UNAVAILABLE, "the kernel's type information cannot be read: " + e, e);
        }
    }

    private void add(OwnObject.Kind kind, int id) {
        object.map(GuardObject.OWN).put(new OwnObject(kind, id).encode(LoadedGate.ORDER), PRESENT);
    }
}
