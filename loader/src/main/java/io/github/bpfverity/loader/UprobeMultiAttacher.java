package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.LinkOptions;

/** uprobe.multi, uretprobe.multi and uprobe.session: {@code uprobe.multi/FILE:FUNCTION}. */
final class UprobeMultiAttacher implements Attacher {
    /** {@code BPF_F_UPROBE_MULTI_RETURN}. */
    private static final int RETURNING = 1;

    @Override
    public Link attach(Request request) {
        String target = request.requiredTarget("FILE:FUNCTION");
        int colon = target.lastIndexOf(':');
        if (colon < 0) {
            throw request.missing("FILE:FUNCTION, which %s is not".formatted(target));
        }
        String file = Executables.find(target.substring(0, colon));
        long cookie = request.options().cookie();
        return request.link(
                0,
                request.spec().expectedAttachType(),
                new LinkOptions.UprobeMulti(
                        request.spec().prefix().startsWith("uret") ? RETURNING : 0,
                        file,
                        new long[] {Executables.offsetOf(file, target.substring(colon + 1))},
                        new long[0],
                        cookie == 0 ? new long[0] : new long[] {cookie},
                        request.options().pid()));
    }
}
