package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;
import io.github.bpfverity.loader.kernel.RawTracepointOpen;

/** LSM, fentry, fexit, fmod_ret, tp_btf and freplace: the target was fixed at load. */
final class TracingAttacher implements Attacher {
    @Override
    public Link attach(Request request) {
        return new Link(request.host(), link(request));
    }

    private static Fd link(Request request) {
        Fd program = request.program().fd();
        long cookie = request.options().cookie();
        try {
            return request.host()
                    .kernel()
                    .createLink(new LinkCreate(
                            program, 0, request.spec().expectedAttachType(), 0, new LinkOptions.Tracing(0, cookie)));
        } catch (BpfCallException e) {
            if (!e.is(Errno.EINVAL) || cookie != 0) {
                throw e;
            }
            // Before Linux 5.19 these links come from BPF_RAW_TRACEPOINT_OPEN only.
            return request.host().kernel().openRawTracepoint(new RawTracepointOpen(null, program, 0));
        }
    }
}
