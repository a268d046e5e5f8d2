package io.github.bpfverity.examples;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.Codec;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/**
 * Prints the round-trip time of every TCP connection that closes on this machine.
 *
 * <p>The BPF side is {@code src/main/bpf/tcprtt.bpf.c}: a program on the kernel function {@code tcp_close} that
 * sends one record per connection through the ring buffer {@code events}.
 */
public final class TcpRtt {
    private static final int AF_INET = 2;

    private TcpRtt() {}

    /** {@code struct closed} of the BPF source; ports and addresses in network order, but for the first port. */
    private record Closed(int microseconds, String source, int sourcePort, String destination, int destinationPort) {
        private static final Codec<byte[]> ADDRESS = Codec.bytes(16);

        static final Codec<Closed> CODEC = Codec.reading(44, Closed::read);

        static Closed read(ByteBuffer from) {
            int microseconds = from.getInt();
            int size = from.getShort() == AF_INET ? 4 : 16;
            int sourcePort = Short.toUnsignedInt(from.getShort());
            int destinationPort =
                    Short.toUnsignedInt(from.order(ByteOrder.BIG_ENDIAN).getShort());
            from.getShort(); // unused
            String source = address(ADDRESS.decode(from), size);
            return new Closed(microseconds, source, sourcePort, address(ADDRESS.decode(from), size), destinationPort);
        }

        private static String address(byte[] bytes, int size) {
            try {
                return InetAddress.getByAddress(Arrays.copyOf(bytes, size)).getHostAddress();
            } catch (UnknownHostException impossible) {
                throw new AssertionError(impossible); // only for lengths other than 4 and 16
            }
        }
    }

    public static void main(String[] arguments) throws IOException, FormatException {
        try (LoadedObject object = Loader.create().load(BundledObject.read("tcprtt"));
                RingBuffer events = RingBuffer.open(object.map("events"))) {
            object.attachAll();
            System.out.println("Printing the round-trip times of closing TCP connections, ctrl-c to exit...");
            while (true) {
                events.poll(Duration.ofSeconds(1), record -> print(Closed.CODEC.read(record)));
            }
        } catch (BpfException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    private static void print(Closed closed) {
        System.out.printf(
                "%s:%d -> %s:%d %d us%n",
                closed.source, closed.sourcePort, closed.destination, closed.destinationPort, closed.microseconds);
    }
}
