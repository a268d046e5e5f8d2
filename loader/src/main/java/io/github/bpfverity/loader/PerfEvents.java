package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;
import io.github.bpfverity.loader.kernel.PerfEvent;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.AttachType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs on perf events: probes, tracepoints and counters. */
final class PerfEvents {
    private static final Path DEVICES = Path.of("/sys/bus/event_source/devices");

    /** {@code PERF_EVENT_IOC_ENABLE}. */
    private static final long ENABLE = 0x2400;

    /** {@code PERF_EVENT_IOC_SET_BPF}. */
    private static final long SET_BPF = 0x40042408;

    private PerfEvents() {}

    /** Opens an event, which the link then closes, and puts the program on it. */
    static Link attach(Attacher.Request request, PerfEvent event) {
        int pid = request.options().pid();
        // All processes means one processor, and any will do: probes fire on all of them.
        Fd perf = request.host().system().openPerfEvent(event, pid == 0 ? -1 : pid, pid == 0 ? 0 : -1);
        try {
            return attach(request, perf, perf::close);
        } catch (RuntimeException e) {
            perf.close();
            throw e;
        }
    }

    /** Puts the program on an open event. */
    static Link attach(Attacher.Request request, Fd perf, Runnable beneath) {
        SystemCalls system = request.host().system();
        Link link = link(request, perf, beneath);
        try {
            system.ioctl(perf, ENABLE, 0);
            return link;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static Link link(Attacher.Request request, Fd perf, Runnable beneath) {
        Kernel kernel = request.host().kernel();
        Fd program = request.program().fd();
        long cookie = request.options().cookie();
        try {
            Fd link = kernel.createLink(
                    new LinkCreate(program, perf.value(), AttachType.PERF_EVENT, 0, new LinkOptions.PerfEvent(cookie)));
            return new Link(request.host(), link, true, beneath);
        } catch (BpfCallException e) {
            if (!e.is(Errno.EINVAL) || cookie != 0) {
                throw e;
            }
            // Before Linux 5.15 the program is the event's, and goes with it.
            request.host().system().ioctl(perf, SET_BPF, program.value());
            return new Link(request.host(), new Fd(perf.value(), ignored -> {}), false, beneath);
        }
    }

    /** The number that the kernel gave a kind of probe at boot. */
    static int probeType(String probe) {
        return Integer.parseInt(read(DEVICES.resolve(probe).resolve("type")));
    }

    /** The bit of {@code config} that means a return, from {@code config:0}. */
    static int returnBit(String probe) {
        String format = read(DEVICES.resolve(probe).resolve("format/retprobe"));
        return Integer.parseInt(format.substring(format.indexOf(':') + 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BpfException("this kernel has no such probes: cannot read " + file, e);
        }
    }
}
