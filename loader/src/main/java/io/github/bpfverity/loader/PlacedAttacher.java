package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.nio.file.Path;

/** {@code BPF_LINK_CREATE} on a network interface, a cgroup, a namespace, or nowhere in particular. */
final class PlacedAttacher implements Attacher {
    private static final Path OWN_NETWORK = Path.of("/proc/self/ns/net");

    /** Where. */
    enum Place {
        /** The options' network interface. */
        DEVICE,
        /** The options' cgroup. */
        CGROUP,
        /** The options' network namespace, or else this process's. */
        NETWORK,
        /** The options' map. */
        MAP,
        /** The kernel as a whole, or what the link's options say. */
        NOWHERE
    }

    private final Place place;
    private final int attachType;

    PlacedAttacher(Place place, int attachType) {
        this.place = place;
        this.attachType = attachType;
    }

    @Override
    public Link attach(Request request) {
        return switch (place) {
            case DEVICE -> request.link(request.requiredDevice(), attachType);
            case CGROUP -> at(request, request.requiredPath("a cgroup's directory"));
            case NETWORK -> at(request, network(request));
            case MAP -> request.link(request.requiredDescriptor("a map").value(), attachType);
            case NOWHERE -> request.link(0, attachType);
        };
    }

    private static Path network(Request request) {
        Path path = request.options().path();
        return path == null ? OWN_NETWORK : path;
    }

    private Link at(Request request, Path path) {
        try (Fd fd = request.host().system().open(path.toString(), SystemCalls.READ_ONLY)) {
            return request.link(fd.value(), attachType);
        }
    }
}
