package io.github.bpfverity.examples;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.AttachOptions;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.Codec;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TypedMap;
import java.io.IOException;
import java.util.Map;

/**
 * Counts what a network interface receives, and prints packets and bytes by protocol every second.
 *
 * <p>The BPF side is {@code src/main/bpf/xdpcounter.bpf.c}: an XDP program that counts in the per-CPU map {@code
 * traffic} and passes every packet on.
 */
public final class XdpCounter {
    private static final Map<Integer, String> NAMES =
            Map.of(1, "icmp", 6, "tcp", 17, "udp", 58, "icmpv6", 255, "not ip");

    private XdpCounter() {}

    /** {@code struct traffic} of the BPF source. */
    private record Traffic(long packets, long bytes) {
        static final Codec<Traffic> CODEC = Codec.of(
                2 * Long.BYTES,
                (traffic, to) -> to.putLong(traffic.packets).putLong(traffic.bytes),
                from -> new Traffic(from.getLong(), from.getLong()));

        Traffic plus(Traffic other) {
            return new Traffic(packets + other.packets, bytes + other.bytes);
        }
    }

    public static void main(String[] arguments) throws IOException, FormatException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: xdpcounter INTERFACE, such as lo");
            System.exit(64);
        }
        try (LoadedObject object = Loader.create().load(BundledObject.read("xdpcounter"));
                Link link = object.program("count").attach(AttachOptions.device(arguments[0]))) {
            System.out.printf(
                    "Counting on %s (link %d), ctrl-c to exit...%n",
                    arguments[0], link.info().id());
            TypedMap<Integer, Traffic> traffic = object.map("traffic").as(Codec.int32(), Traffic.CODEC);
            while (true) {
                Thread.sleep(1000);
                traffic.keys().forEach(protocol -> print(protocol, traffic));
            }
        } catch (BpfException | IllegalArgumentException refused) {
            System.err.println("xdpcounter: " + refused.getMessage());
            System.exit(1);
        }
    }

    private static void print(int protocol, TypedMap<Integer, Traffic> traffic) {
        Traffic total = traffic.getPerCpu(protocol).orElseThrow().stream().reduce(new Traffic(0, 0), Traffic::plus);
        if (total.packets > 0) {
            String name = NAMES.getOrDefault(protocol, "protocol " + protocol);
            System.out.printf("%s: %d packets, %d bytes%n", name, total.packets, total.bytes);
        }
    }
}
