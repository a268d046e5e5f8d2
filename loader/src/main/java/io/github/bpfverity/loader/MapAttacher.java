package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.ProgAttach;

/** sk_skb, sk_msg and lirc programs: {@code BPF_PROG_ATTACH} to a socket map or a device. */
final class MapAttacher implements Attacher {
    @Override
    public Link attach(Request request) {
        Kernel kernel = request.host().kernel();
        Fd target = request.requiredDescriptor("the socket map or the device");
        var attachment = new ProgAttach(
                target.value(),
                request.program().fd(),
                request.spec().expectedAttachType(),
                request.options().flags(),
                null);
        kernel.attach(attachment);
        // There is no link to close: the pair of program and map is what has to be taken apart.
        return new Link(request.host(), new Fd(target.value(), ignored -> kernel.detach(attachment)), false, () -> {});
    }
}
