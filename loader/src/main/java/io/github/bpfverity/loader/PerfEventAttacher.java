package io.github.bpfverity.loader;

/** perf_event: an event that the caller opened, and closes after the link. */
final class PerfEventAttacher implements Attacher {
    @Override
    public Link attach(Request request) {
        return PerfEvents.attach(request, request.requiredDescriptor("an open perf event"), () -> {});
    }
}
