package io.github.bpfverity.examples;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Prints the round-trip time of every TCP connection that closes on this machine.
 *
 * <p>The BPF side is {@code src/main/bpf/tcprtt.bpf.c}: a program on the kernel function {@code tcp_close} that
 * sends one record per connection through the ring buffer {@code events}.
 */
public final class TcpRtt {
    private static final int AF_INET = 2;

    private TcpRtt() {}

    public static void main(String[] arguments) throws IOException, FormatException {
        try (LoadedObject object = Loader.create().load(tcprtt());
                RingBuffer events = RingBuffer.open(object.map("events"))) {
            object.attachAll();
            System.out.println("Printing the round-trip times of closing TCP connections, ctrl-c to exit...");
            while (true) {
                events.poll(Duration.ofSeconds(1), TcpRtt::print);
            }
        } catch (BpfException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    /** The compiled program travels in the jar, once for each byte order. */
    private static ObjectSpec tcprtt() throws IOException, FormatException {
        String order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "el" : "eb";
        try (InputStream object = TcpRtt.class.getResourceAsStream("/bpf/tcprtt.bpf." + order + ".o")) {
            return ObjectSpec.parse("tcprtt", object.readAllBytes());
        }
    }

    /** Reads {@code struct closed} of the BPF source, member by member. */
    private static void print(ByteBuf closed) {
        long microseconds = number(closed, 4);
        int addressSize = number(closed, 2) == AF_INET ? 4 : 16;
        long sourcePort = number(closed, 2);
        int destinationPort = closed.readUnsignedShort(); // network order, as in the kernel
        closed.skipBytes(2);
        String source = address(closed.readSlice(16), addressSize);
        String destination = address(closed.readSlice(16), addressSize);
        System.out.printf("%s:%d -> %s:%d %d us%n", source, sourcePort, destination, destinationPort, microseconds);
    }

    private static long number(ByteBuf record, int size) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (size == 2) {
            return little ? record.readUnsignedShortLE() : record.readUnsignedShort();
        }
        return little ? record.readUnsignedIntLE() : record.readUnsignedInt();
    }

    private static String address(ByteBuf bytes, int size) {
        byte[] address = new byte[size];
        bytes.readBytes(address);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible); // only for lengths other than 4 and 16
        }
    }
}
