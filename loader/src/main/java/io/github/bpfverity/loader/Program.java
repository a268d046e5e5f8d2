package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ProgTestRun;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program in the kernel, not yet attached to anything by being here. */
public final class Program implements AutoCloseable {
    /** What a packet may grow by in a trial: XDP's and the network stack's headroom. */
    private static final int GROWTH = 512;

    private final Host host;
    private final Fd fd;
    private final String name;
    private final @Nullable ProgramSpec spec;

    Program(Host host, Fd fd, String name, @Nullable ProgramSpec spec) {
        this.host = host;
        this.fd = fd;
        this.name = name;
        this.spec = spec;
    }

    /** A program about which only the kernel knows. Takes {@code fd} over, and closes it on failure. */
    static Program of(Host host, Fd fd) {
        try {
            return new Program(host, fd, ProgramInfo.of(host.kernel(), fd).name(), null);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** The C function's name; for a program that was opened, the kernel's 15 bytes of it. */
    public String name() {
        return name;
    }

    /** How the object describes it; empty for a program that was opened by path or id. */
    public Optional<ProgramSpec> spec() {
        return Optional.ofNullable(spec);
    }

    /** The descriptor, which stays this program's. */
    public Fd fd() {
        return fd;
    }

    /** What the kernel says about it. */
    public ProgramInfo info() {
        return ProgramInfo.of(host.kernel(), fd);
    }

    /** Attaches it to what its section names. The caller closes the link. */
    public Link attach() {
        return attach(AttachOptions.none());
    }

    /**
     * Attaches it. The caller closes the link.
     *
     * @throws IllegalArgumentException if neither the section nor {@code options} say to what
     */
    public Link attach(AttachOptions options) {
        return Attachers.attach(host, this, options);
    }

    /** Runs it once or more outside of any hook. */
    public TestRunResult testRun(TestRun run) {
        ByteBuf data = direct(run.data());
        ByteBuf context = direct(run.context());
        ByteBuf dataOut = Unpooled.directBuffer(run.data().length + GROWTH);
        ByteBuf contextOut = Unpooled.directBuffer(Math.max(1, run.context().length));
        try {
            return testRun(run, data, dataOut, context, contextOut);
        } finally {
            data.release();
            dataOut.release();
            context.release();
            contextOut.release();
        }
    }

    private TestRunResult testRun(TestRun run, ByteBuf data, ByteBuf dataOut, ByteBuf context, ByteBuf contextOut) {
        boolean packet = data.isReadable();
        boolean structure = context.isReadable();
        var result = host.kernel()
                .testRun(new ProgTestRun(
                        fd,
                        packet ? data : null,
                        packet ? dataOut : null,
                        structure ? context : null,
                        structure && packet ? contextOut : null,
                        run.repeat(),
                        run.flags(),
                        run.cpu(),
                        0));
        return new TestRunResult(
                result.returnValue(),
                result.nanoseconds(),
                Scratch.copy(dataOut, packet ? result.dataSize() : 0),
                packet && structure
                        ? Scratch.copy(contextOut, result.contextSize())
                        // Programs that take a context alone change it in place.
                        : Scratch.copy(context, run.context().length));
    }

    private static ByteBuf direct(byte[] bytes) {
        return Unpooled.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    /** Gives the program a name on bpffs, which keeps it loaded after this handle and this process. */
    public void pin(Path path) {
        host.kernel().pin(fd, path.toString());
    }

    /** Releases this process's hold; links, pins and maps that have the program keep it loaded. */
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name;
    }
}
