package io.github.bpfverity.loader.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** The kernel that the tests run on, where it lets them. */
public final class ThisKernel {
    private ThisKernel() {}

    /** The kernel; a test is skipped, with the reason, where this process may not call bpf(). */
    public static LinuxKernel assumeUsable() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.startsWith("Linux"), () -> "bpf() is Linux's, not " + machine);
        LinuxKernel kernel = LinuxKernel.ofThisMachine();
        String refusal = refusal(kernel);
        assumeTrue(refusal.isEmpty(), () -> "bpf() is not usable here: " + refusal);
        return kernel;
    }

    /** An empty direct buffer that the garbage collector frees, so that tests need not. */
    public static ByteBuf buffer(int capacity) {
        return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(capacity)).clear();
    }

    private static String refusal(LinuxKernel kernel) {
        try (Fd map = kernel.createMap(MapCreate.of(2, 4, 8, 1, 0, "assume"))) {
            return map.isOpen() ? "" : "closed";
        } catch (BpfCallException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
