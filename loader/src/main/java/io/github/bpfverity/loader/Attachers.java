package io.github.bpfverity.loader;

import io.github.bpfverity.loader.PlacedAttacher.Place;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.spec.AttachType;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;

/** Chooses the way of attaching by program type, attach type and section. */
final class Attachers {
    private Attachers() {}

    static Link attach(Host host, Program program, AttachOptions options) {
        ProgramSpec spec = program.spec()
                .orElseThrow(() -> new IllegalStateException(
                        program + " was opened without its object: nothing says what it attaches to"));
        try {
            return choose(spec).attach(new Attacher.Request(host, program, spec, options));
        } catch (BpfCallException e) {
            throw e.within("program %s (%s)".formatted(spec.name(), spec.section()));
        }
    }

    /** Whether the section alone says to what the program attaches. */
    static boolean isAutomatic(ProgramSpec spec) {
        boolean named = !spec.attachTarget().isEmpty();
        return switch (spec.type()) {
            case ProgramType.LSM -> named && spec.expectedAttachType() != AttachType.LSM_CGROUP;
            case ProgramType.TRACING,
                    ProgramType.RAW_TRACEPOINT,
                    ProgramType.RAW_TRACEPOINT_WRITABLE,
                    ProgramType.TRACEPOINT,
                    ProgramType.KPROBE,
                    ProgramType.EXT -> named;
            default -> false;
        };
    }

    private static Attacher choose(ProgramSpec spec) {
        int attachType = spec.expectedAttachType();
        return switch (spec.type()) {
            case ProgramType.LSM ->
                attachType == AttachType.LSM_CGROUP
                        ? new PlacedAttacher(Place.CGROUP, attachType)
                        : new TracingAttacher();
            case ProgramType.TRACING ->
                attachType == AttachType.TRACE_ITER
                        ? new PlacedAttacher(Place.NOWHERE, attachType)
                        : new TracingAttacher();
            case ProgramType.EXT -> new TracingAttacher();
            case ProgramType.RAW_TRACEPOINT, ProgramType.RAW_TRACEPOINT_WRITABLE -> new RawTracepointAttacher();
            case ProgramType.TRACEPOINT -> new TracepointAttacher();
            case ProgramType.KPROBE -> probe(spec);
            case ProgramType.PERF_EVENT -> new PerfEventAttacher();
            case ProgramType.XDP -> new PlacedAttacher(Place.DEVICE, AttachType.XDP);
            case ProgramType.SCHED_CLS -> new PlacedAttacher(Place.DEVICE, traffic(spec));
            case ProgramType.NETFILTER -> new PlacedAttacher(Place.NOWHERE, AttachType.NETFILTER);
            case ProgramType.SK_LOOKUP, ProgramType.FLOW_DISSECTOR -> new PlacedAttacher(Place.NETWORK, attachType);
            case ProgramType.SOCKET_FILTER -> SocketAttacher.filter();
            case ProgramType.SK_REUSEPORT -> SocketAttacher.reusePort();
            case ProgramType.SK_SKB, ProgramType.SK_MSG, ProgramType.LIRC_MODE2 -> new MapAttacher();
            case ProgramType.CGROUP_SKB,
                    ProgramType.CGROUP_SOCK,
                    ProgramType.CGROUP_DEVICE,
                    ProgramType.CGROUP_SOCK_ADDR,
                    ProgramType.CGROUP_SYSCTL,
                    ProgramType.CGROUP_SOCKOPT,
                    ProgramType.SOCK_OPS -> new PlacedAttacher(Place.CGROUP, attachType);
            default ->
                throw cannot(spec, "a %s program is not attached by itself".formatted(ProgramType.name(spec.type())));
        };
    }

    private static Attacher probe(ProgramSpec spec) {
        return switch (spec.prefix()) {
            case "kprobe", "kretprobe", "ksyscall", "kretsyscall" -> new ProbeAttacher();
            case "uprobe", "uretprobe", "uprobe.s", "uretprobe.s" -> new UprobeAttacher();
            case "kprobe.multi", "kretprobe.multi", "kprobe.session" -> new KprobeMultiAttacher();
            case "usdt", "usdt.s" -> throw cannot(spec, "USDT probes are not supported yet");
            default -> new UprobeMultiAttacher();
        };
    }

    /** Sections named {@code tc} and {@code classifier} leave the direction open. */
    private static int traffic(ProgramSpec spec) {
        if (spec.expectedAttachType() == 0) {
            throw cannot(spec, "name its section tcx/ingress or tcx/egress");
        }
        return spec.expectedAttachType();
    }

    private static IllegalArgumentException cannot(ProgramSpec spec, String why) {
        return new IllegalArgumentException("program %s (%s): %s".formatted(spec.name(), spec.section(), why));
    }
}
