package io.github.bpfverity.loader;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.link.DebugInfo;
import io.github.bpfverity.loader.link.LinkedProgram;
import io.github.bpfverity.loader.link.MapReference;
import io.github.bpfverity.loader.link.ModuleReference;
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

    ProgramLoader(Host host, ObjectSpec object, ObjectBtf btf, Map<String, BpfMap> maps, ModuleBtfs modules) {
        this.host = host;
        this.object = object;
        this.btf = btf;
        this.maps = maps;
        this.modules = modules;
    }

    /** Loads one program. The caller closes it. */
    Program load(LinkedProgram program) {
        ProgramSpec spec = program.spec();
        ProgLoad request = request(program);
        try {
            Fd fd = Memlock.retrying(host, () -> host.kernel().loadProgram(request));
            return new Program(host, fd, spec.name(), spec);
        } catch (BpfCallException refused) {
            return new Program(host, retryWithLog(program, request, refused), spec.name(), spec);
        }
    }

    private Fd retryWithLog(LinkedProgram program, ProgLoad request, BpfCallException refused) {
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
                null);
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
}
