package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkOptions;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where to attach, as far as the program's section does not say; what an attach type has no use for is ignored.
 *
 * @param target what would stand after the prefix in the section's name: a function, a tracepoint; null for the
 *     section's own
 * @param ifindex the network interface of XDP, tcx and netkit programs; 0 for none
 * @param path the cgroup, the network namespace or the executable; null for none
 * @param descriptor the perf event, the socket map, the socket, or for freplace another program; stays the caller's;
 *     null for none
 * @param pid the process that an uprobe is for; 0 for all
 * @param cookie what {@code bpf_get_attach_cookie} returns
 * @param flags {@code BPF_F_*} of {@code BPF_LINK_CREATE}
 * @param link what {@code BPF_LINK_CREATE} is given besides: the netfilter hook, the map to iterate, the neighbour
 *     among tcx programs; null for what the attach type takes by default
 */
public record AttachOptions(
        @Nullable String target,
        int ifindex,
        @Nullable Path path,
        @Nullable Fd descriptor,
        int pid,
        long cookie,
        int flags,
        @Nullable LinkOptions link) {
    private static final AttachOptions NONE = new AttachOptions(null, 0, null, null, 0, 0, 0, null);

    /** Nothing beyond what the section says. */
    public static AttachOptions none() {
        return NONE;
    }

    /** To a network interface. */
    public static AttachOptions device(int ifindex) {
        return new AttachOptions(null, ifindex, null, null, 0, 0, 0, null);
    }

    /**
     * To a network interface by its name, in this process's network namespace.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static AttachOptions device(String name) {
        try {
            NetworkInterface device = NetworkInterface.getByName(name);
            if (device == null) {
                throw new IllegalArgumentException("there is no network interface " + name);
            }
            return device(device.getIndex());
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list the network interfaces", e);
        }
    }

    /** To a cgroup, a network namespace or an executable. */
    public static AttachOptions at(Path path) {
        return new AttachOptions(null, 0, path, null, 0, 0, 0, null);
    }

    /** To a perf event, a socket map, a socket or another program, which stays the caller's. */
    public static AttachOptions descriptor(Fd descriptor) {
        return new AttachOptions(null, 0, null, descriptor, 0, 0, 0, null);
    }

    /** To another function, tracepoint or hook. */
    public static AttachOptions target(String target) {
        return new AttachOptions(target, 0, null, null, 0, 0, 0, null);
    }

    /** The same, to another function, tracepoint or hook. */
    public AttachOptions withTarget(String newTarget) {
        return new AttachOptions(newTarget, ifindex, path, descriptor, pid, cookie, flags, link);
    }

    /** The same for one process only. */
    public AttachOptions withPid(int newPid) {
        return new AttachOptions(target, ifindex, path, descriptor, newPid, cookie, flags, link);
    }

    /** The same with a cookie. */
    public AttachOptions withCookie(long newCookie) {
        return new AttachOptions(target, ifindex, path, descriptor, pid, newCookie, flags, link);
    }

    /** The same with {@code BPF_F_*}. */
    public AttachOptions withFlags(int newFlags) {
        return new AttachOptions(target, ifindex, path, descriptor, pid, cookie, newFlags, link);
    }

    /** The same with what {@code BPF_LINK_CREATE} takes besides. */
    public AttachOptions withLink(LinkOptions newLink) {
        return new AttachOptions(target, ifindex, path, descriptor, pid, cookie, flags, newLink);
    }
}
