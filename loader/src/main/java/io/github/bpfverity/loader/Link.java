package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkInfo;
import io.github.bpfverity.loader.kernel.LinkUpdate;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A program at work somewhere.
 *
 * <p>Closing it detaches the program, unless the link is pinned or another process holds it.
 */
public final class Link implements AutoCloseable {
    private final Host host;
    private final Fd fd;
    private final Runnable beneath;
    private final boolean kernelObject;

    /** A {@code BPF_LINK_*} object. Takes {@code fd} over. */
    Link(Host host, Fd fd) {
        this(host, fd, true, () -> {});
    }

    /**
     * A link of any sort. Takes {@code fd} over.
     *
     * @param kernelObject whether the descriptor is a bpf link, with an id and information
     * @param beneath closes what the link stands on, after the link
     */
    Link(Host host, Fd fd, boolean kernelObject, Runnable beneath) {
        this.host = host;
        this.fd = fd;
        this.kernelObject = kernelObject;
        this.beneath = beneath;
    }

    /** The descriptor, which stays this link's. */
    public Fd fd() {
        return fd;
    }

    /**
     * What the kernel says about it.
     *
     * @throws UnsupportedOperationException if the kernel has no link object for this way of attaching
     */
    public LinkInfo info() {
        return LinkInfo.of(host.kernel(), linkFd());
    }

    /** Puts another program in this one's place, with no moment in between. */
    public void update(Program program) {
        host.kernel().updateLink(new LinkUpdate(linkFd(), program.fd(), 0, null));
    }

    /** Puts another struct in this one's place, with no moment in between; both are of {@code .struct_ops.link}. */
    public void update(StructOps struct) {
        host.kernel().updateLink(new LinkUpdate(linkFd(), struct.prepared(), 0, null));
    }

    /** Gives the link a name on bpffs, which keeps it alive after this handle and this process. */
    public void pin(Path path) {
        host.kernel().pin(linkFd(), path.toString());
    }

    /**
     * Runs an iterator program from the start: the stream has what it writes.
     *
     * @throws io.github.bpfverity.loader.kernel.BpfCallException if the program is no iterator
     */
    public InputStream iterate() {
        return new IteratorStream(host.system(), host.kernel().createIterator(linkFd()));
    }

    /** Detaches even if others hold the link. */
    public void detach() {
        host.kernel().detachLink(linkFd());
    }

    private Fd linkFd() {
        if (!kernelObject) {
            throw new UnsupportedOperationException("the kernel has no link object for this way of attaching");
        }
        return fd;
    }

    @Override
    public void close() {
        try {
            fd.close();
        } finally {
            beneath.run();
        }
    }
}
