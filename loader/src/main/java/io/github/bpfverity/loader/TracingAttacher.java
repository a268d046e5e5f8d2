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
        Fd other = request.options().descriptor();
        return new Link(request.host(), other == null ? link(request) : linkTo(request, other));
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

    /** freplace: another program with a function of the same type (Linux 5.10). */
    private static Fd linkTo(Request request, Fd other) {
        int function =
                ProgramTypes.function(request.host().kernel(), other, request.requiredTarget("a function's name"));
        return request.host()
                .kernel()
                .createLink(new LinkCreate(
                        request.program().fd(),
                        other.value(),
                        request.spec().expectedAttachType(),
                        0,
                        new LinkOptions.Tracing(function, request.options().cookie())));
    }
}
