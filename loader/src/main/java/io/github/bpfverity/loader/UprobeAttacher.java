package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.PerfEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** uprobe and uretprobe: {@code uprobe/FILE:FUNCTION} or {@code uprobe/FILE:FUNCTION+OFFSET}, or an offset alone. */
final class UprobeAttacher implements Attacher {
    private static final Pattern PLACE = Pattern.compile("(?:(.+):)?(?:([^:+0-9][^:+]*)\\+?)?(0x[0-9a-fA-F]+|[0-9]+)?");
    private static final String PROBE = "uprobe";

    @Override
    public Link attach(Request request) {
        String target = request.requiredTarget("FILE:FUNCTION");
        Matcher matcher = PLACE.matcher(target);
        if (!matcher.matches() || matcher.group(2) == null && matcher.group(3) == null) {
            throw request.missing("FILE:FUNCTION+OFFSET, which %s is not".formatted(target));
        }
        String file = Executables.find(
                matcher.group(1) == null ? request.requiredPath("an executable").toString() : matcher.group(1));
        long offset = matcher.group(3) == null ? 0 : Long.decode(matcher.group(3));
        long start = matcher.group(2) == null ? 0 : Executables.offsetOf(file, matcher.group(2));
        boolean returning = request.spec().prefix().startsWith("uret");
        return PerfEvents.attach(
                request,
                PerfEvent.probe(
                        PerfEvents.probeType(PROBE), returning, PerfEvents.returnBit(PROBE), file, start + offset, 0));
    }
}
