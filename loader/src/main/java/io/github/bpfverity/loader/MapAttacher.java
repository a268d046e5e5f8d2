package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ProgAttach;
import io.github.bpfverity.loader.kernel.SystemCalls;

/** sk_skb, sk_msg and lirc programs: to a socket map (a link since Linux 6.10), or to a device. */
final class MapAttacher implements Attacher {
    @Override
    public Link attach(Request request) {
        Fd target = request.requiredDescriptor("the socket map or the device");
        try {
            return request.link(target.value(), request.spec().expectedAttachType());
        } catch (BpfCallException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            return withoutLink(request, target);
        }
    }

    /**
     * There is no link to close: the pair of program and target is what has to be taken apart. Their owners may close
     * both before that, so it is done through descriptors of its own.
     */
    private static Link withoutLink(Request request, Fd theirs) {
        SystemCalls system = request.host().system();
        try (Resources own = new Resources()) {
            Fd target = own.add(system.duplicate(theirs));
            Fd program = own.add(system.duplicate(request.program().fd()));
            var attachment = new ProgAttach(
                    target.value(),
                    program,
                    request.spec().expectedAttachType(),
                    request.options().flags(),
                    null);
            request.host().kernel().attach(attachment);
            return detachable(request.host(), attachment, own.handOver());
        }
    }

    private static Link detachable(Host host, ProgAttach attachment, Resources own) {
        Fd link = new Fd(attachment.target(), ignored -> {
            try (own) {
                host.kernel().detach(attachment);
            }
        });
        return new Link(host, link, false, () -> {});
    }
}
