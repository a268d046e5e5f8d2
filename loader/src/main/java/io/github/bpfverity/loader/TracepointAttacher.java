package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.PerfEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** tracepoint: {@code tracepoint/CATEGORY/NAME}. */
final class TracepointAttacher implements Attacher {
    /** Where tracefs is, newest convention first. */
    private static final List<Path> EVENTS =
            List.of(Path.of("/sys/kernel/tracing/events"), Path.of("/sys/kernel/debug/tracing/events"));

    @Override
    public Link attach(Request request) {
        String target = request.requiredTarget("CATEGORY/NAME");
        return PerfEvents.attach(request, PerfEvent.tracepoint(id(target)));
    }

    private static long id(String tracepoint) {
        for (Path events : EVENTS) {
            Path file = events.resolve(tracepoint).resolve("id");
            if (Files.exists(file)) {
                return read(file);
            }
        }
        throw new BpfException("no tracepoint %s under %s; is tracefs mounted?".formatted(tracepoint, EVENTS.get(0)));
    }

    private static long read(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new BpfException("cannot read " + file, e);
        }
    }
}
