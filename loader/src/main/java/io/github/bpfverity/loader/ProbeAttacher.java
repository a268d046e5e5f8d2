package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.PerfEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** kprobe, kretprobe and ksyscall: {@code kprobe/FUNCTION} or {@code kprobe/FUNCTION+OFFSET}. */
final class ProbeAttacher implements Attacher {
    private static final Pattern FUNCTION = Pattern.compile("([^+]+)(?:\\+(0x[0-9a-fA-F]+|[0-9]+))?");
    private static final String PROBE = "kprobe";

    @Override
    public Link attach(Request request) {
        String prefix = request.spec().prefix();
        String target = request.requiredTarget("a kernel function's name");
        Matcher matcher = FUNCTION.matcher(target);
        if (!matcher.matches()) {
            throw request.missing("a kernel function, which %s is not".formatted(target));
        }
        String function = prefix.contains("syscall") ? SystemCallFunction.of(request.host(), target) : matcher.group(1);
        long offset = matcher.group(2) == null ? 0 : Long.decode(matcher.group(2));
        boolean returning = prefix.startsWith("kret");
        return PerfEvents.attach(
                request,
                PerfEvent.probe(
                        PerfEvents.probeType(PROBE), returning, PerfEvents.returnBit(PROBE), function, offset, 0));
    }
}
