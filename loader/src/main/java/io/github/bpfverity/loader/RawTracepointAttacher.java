package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.RawTracepointOpen;

/** raw_tp: the tracepoint is named when attaching. */
final class RawTracepointAttacher implements Attacher {
    @Override
    public Link attach(Request request) {
        String tracepoint = request.requiredTarget("a tracepoint's name");
        return new Link(
                request.host(),
                request.host()
                        .kernel()
                        .openRawTracepoint(new RawTracepointOpen(
                                tracepoint,
                                request.program().fd(),
                                request.options().cookie())));
    }
}
