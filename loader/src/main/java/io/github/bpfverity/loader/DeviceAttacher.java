package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;

/** XDP: a network interface, by its index. */
final class DeviceAttacher implements Attacher {
    /** {@code BPF_XDP}. Programs of {@code xdp/devmap} and {@code xdp/cpumap} sections go into maps instead. */
    private static final int BPF_XDP = 37;

    @Override
    public Link attach(Request request) {
        return new Link(
                request.host(),
                request.host()
                        .kernel()
                        .createLink(new LinkCreate(
                                request.program().fd(),
                                request.requiredDevice(),
                                BPF_XDP,
                                request.options().flags(),
                                LinkOptions.none())));
    }
}
