package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;

/** Chooses the way of attaching by program type, attach type and section. */
final class Attachers {
    private Attachers() {}

    static Link attach(Host host, Program program, AttachOptions options) {
        ProgramSpec spec = program.spec()
                .orElseThrow(() -> new IllegalStateException("program " + program.name()
                        + " was opened without its object: nothing says what it attaches to"));
        try {
            return choose(spec).attach(new Attacher.Request(host, program, spec, options));
        } catch (BpfCallException e) {
            throw e.within("program %s (%s)".formatted(spec.name(), spec.section()));
        }
    }

    /** Whether the section alone says to what the program attaches. */
    static boolean isAutomatic(ProgramSpec spec) {
        return switch (spec.type()) {
            case ProgramType.LSM, ProgramType.TRACING -> !spec.attachTarget().isEmpty();
            case ProgramType.RAW_TRACEPOINT, ProgramType.RAW_TRACEPOINT_WRITABLE ->
                !spec.attachTarget().isEmpty();
            default -> false;
        };
    }

    private static Attacher choose(ProgramSpec spec) {
        return switch (spec.type()) {
            case ProgramType.LSM, ProgramType.TRACING, ProgramType.EXT -> new TracingAttacher();
            case ProgramType.RAW_TRACEPOINT, ProgramType.RAW_TRACEPOINT_WRITABLE -> new RawTracepointAttacher();
            case ProgramType.XDP -> new DeviceAttacher();
            default ->
                throw new IllegalArgumentException("program %s (%s): a %s program is not attached by itself"
                        .formatted(spec.name(), spec.section(), ProgramType.name(spec.type())));
        };
    }
}
