package io.github.bpfverity.loader;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where to attach, as far as the program's section does not say; what an attach type has no use for is ignored.
 *
 * @param target what would stand after the prefix in the section's name: a function, a tracepoint; null for the
 *     section's own
 * @param ifindex the network interface of XDP, tcx and netkit programs; 0 for none
 * @param path the cgroup, the network namespace or the executable; null for none
 * @param pid the process that an uprobe is for; 0 for all
 * @param cookie what {@code bpf_get_attach_cookie} returns
 * @param flags {@code BPF_F_*} of {@code BPF_LINK_CREATE}
 */
public record AttachOptions(
        @Nullable String target, int ifindex, @Nullable Path path, int pid, long cookie, int flags) {
    /** Nothing beyond what the section says. */
    public static AttachOptions none() {
        return new AttachOptions(null, 0, null, 0, 0, 0);
    }

    /** To a network interface. */
    public static AttachOptions device(int ifindex) {
        return new AttachOptions(null, ifindex, null, 0, 0, 0);
    }

    /** To a cgroup, a network namespace or an executable. */
    public static AttachOptions at(Path path) {
        return new AttachOptions(null, 0, path, 0, 0, 0);
    }

    /** The same, to another function, tracepoint or hook. */
    public AttachOptions withTarget(String newTarget) {
        return new AttachOptions(newTarget, ifindex, path, pid, cookie, flags);
    }

    /** The same for one process only. */
    public AttachOptions withPid(int newPid) {
        return new AttachOptions(target, ifindex, path, newPid, cookie, flags);
    }

    /** The same with a cookie. */
    public AttachOptions withCookie(long newCookie) {
        return new AttachOptions(target, ifindex, path, pid, newCookie, flags);
    }

    /** The same with {@code BPF_F_*}. */
    public AttachOptions withFlags(int newFlags) {
        return new AttachOptions(target, ifindex, path, pid, cookie, newFlags);
    }
}
