package io.github.bpfverity.loader;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.link.DebugInfo;
import io.github.bpfverity.loader.link.LinkedProgram;
import io.github.bpfverity.loader.link.MapReference;
import io.github.bpfverity.loader.link.ModuleReference;
import io.github.bpfverity.loader.spec.AttachBtf;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads an object's programs: fills in descriptors, asks the kernel, and on refusal finds out why. */
final class ProgramLoader {
    private final Host host;
    private final ObjectSpec object;
    private final ObjectBtf btf;
    private final Map<String, BpfMap> maps;
    private final ModuleBtfs modules;
    private final Map<String, Program> targets;
    private final @Nullable Fd token;

    /** @param targets by the name of the program that is to attach to them, other programs */
    ProgramLoader(
            Host host,
            ObjectSpec object,
            ObjectBtf btf,
            Map<String, BpfMap> maps,
            ModuleBtfs modules,
            Map<String, Program> targets,
            @Nullable Fd token) {
        this.host = host;
        this.object = object;
        this.btf = btf;
        this.maps = maps;
        this.modules = modules;
        this.targets = targets;
        this.token = token;
    }

    /** Loads one program. The caller closes it. */
    Program load(LinkedProgram program) {
        ProgramSpec spec = program.spec();
        ProgLoad request = request(program);
        try {
            Fd fd = Memlock.retrying(host, () -> host.kernel().loadProgram(request));
            return new Program(host, fd, spec.name(), spec);
        } catch (BpfCallException refused) {
            return new Program(host, retry(program, request, refused), spec.name(), spec);
        }
    }

    /** Once more with what older kernels have, if that is another program; then with a log. */
    private Fd retry(LinkedProgram program, ProgLoad request, BpfCallException refused) {
        long[] older = OlderHelpers.instead(host.kernel(), request.code());
        if (older != null) {
            try {
                return host.kernel().loadProgram(request.withCode(older));
            } catch (BpfCallException again) {
                return explain(program, request.withCode(older), again);
            }
        }
        return explain(program, request, refused);
    }

    private Fd explain(LinkedProgram program, ProgLoad request, BpfCallException refused) {
        return new Refusal(host.kernel(), object.name(), program, btf.refusal()).retry(request, refused);
    }

    private ProgLoad request(LinkedProgram program) {
        ProgramSpec spec = program.spec();
        long[] code = program.code();
        patchMaps(code, program.mapReferences());
        int[] descriptors = patchModules(code, program.moduleReferences());
        return new ProgLoad(
                spec.type(),
                spec.expectedAttachType(),
                spec.name(),
                code,
                object.license(),
                object.kernelVersion(),
                spec.flags(),
                0,
                attachTo(program),
                debug(program.debugInfo()),
                descriptors,
                null,
                token);
    }

    private void patchMaps(long[] code, List<MapReference> references) {
        for (MapReference reference : references) {
            BpfMap map = maps.get(reference.map());
            if (map == null) {
                throw new BpfException(
                        "%s: map %s is used, but was not to be created".formatted(object.name(), reference.map()));
            }
            int at = reference.instruction();
            code[at] = Insn.withImm(code[at], map.fd().value());
        }
    }

    /** Calls name a module by its place in a list, from 1; variables name its descriptor. */
    private int[] patchModules(long[] code, List<ModuleReference> references) {
        List<Integer> descriptors = new ArrayList<>(List.of(0));
        for (ModuleReference reference : references) {
            int fd = modules.of(reference.module()).value();
            int at = reference.instruction();
            switch (reference.use()) {
                case VARIABLE -> code[at + 1] = Insn.withImm(code[at + 1], fd);
                case CALL -> code[at] = Insn.withOff(code[at], placeOf(fd, descriptors));
            }
        }
        return descriptors.size() == 1
                ? new int[0]
                : descriptors.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int placeOf(int fd, List<Integer> descriptors) {
        int place = descriptors.indexOf(fd);
        if (place < 0) {
            descriptors.add(fd);
            place = descriptors.size() - 1;
        }
        return place;
    }

    private ProgLoad.@Nullable AttachTo attachTo(LinkedProgram program) {
        ProgramSpec spec = program.spec();
        if (spec.attachBtf() == AttachBtf.BPF_PROGRAM) {
            return attachTo(spec);
        }
        if (program.attachBtfId() == 0) {
            return null;
        }
        String module = program.attachModule();
        return new ProgLoad.AttachTo(program.attachBtfId(), module == null ? null : modules.of(module));
    }

    private ProgLoad.@Nullable Debug debug(DebugInfo info) {
        Fd fd = btf.fd();
        if (fd == null || info.functionCount() == 0) {
            return null;
        }
        return new ProgLoad.Debug(fd, info.functions(), info.functionRecordSize(), info.lines(), info.lineRecordSize());
    }

    /** A function of another program, found in that program's types. */
    private ProgLoad.AttachTo attachTo(ProgramSpec spec) {
        Program target = targets.get(spec.name());
        if (target == null) {
            throw new BpfException(
                    "%s: program %s (%s) attaches to a function of another program: say which, with Loader.withTarget"
                            .formatted(object.name(), spec.name(), spec.section()));
        }
        if (spec.attachTarget().isEmpty()) {
            throw new BpfException(
                    "%s: program %s (%s) names no function to attach to: give it one, with withAttachTarget"
                            .formatted(object.name(), spec.name(), spec.section()));
        }
        int function = ProgramTypes.function(host.kernel(), target.fd(), spec.attachTarget());
        return new ProgLoad.AttachTo(function, target.fd());
    }
}
