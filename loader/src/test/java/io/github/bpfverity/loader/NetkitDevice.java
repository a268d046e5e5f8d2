package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A pair of netkit devices, made as {@code ip link add NAME type netkit} makes them; little-endian machines only. */
final class NetkitDevice implements AutoCloseable {
    private static final String NAME = "prime0";

    /** What the kernel calls the other of the pair, if it is not told. */
    private static final String PEER = "nk0";

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int RTM_NEWLINK = 16;

    /** NLM_F_REQUEST, NLM_F_ACK, NLM_F_EXCL, NLM_F_CREATE. */
    private static final int FLAGS = 0x605;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;

    private NetkitDevice() {}

    /** Creates it; a test is skipped where the kernel has no such devices. */
    static NetkitDevice assumeCreated(SystemCalls system) throws Exception {
        int error = create(system);
        assumeTrue(error != Errno.EOPNOTSUPP.number(), "no netkit devices");
        assertThat(error).as("error of RTM_NEWLINK").isZero();
        run("ip", "link", "set", PEER, "up");
        run("ip", "link", "set", NAME, "up");
        run("ip", "addr", "add", "10.98.7.1/24", "dev", NAME);
        return new NetkitDevice();
    }

    private static int create(SystemCalls system) {
        ByteBuf message = ThisKernel.buffer(256);
        message.writeIntLE(0)
                .writeShortLE(RTM_NEWLINK)
                .writeShortLE(FLAGS)
                .writeIntLE(1)
                .writeIntLE(0);
        message.writeZero(16); // struct ifinfomsg
        attribute(message, IFLA_IFNAME, NAME);
        message.writeShortLE(4 + 12).writeShortLE(IFLA_LINKINFO);
        attribute(message, IFLA_INFO_KIND, "netkit");
        message.setIntLE(0, message.writerIndex());
        try (Fd socket = system.openSocket(AF_NETLINK, SOCK_RAW, 0)) {
            system.write(socket, message);
            ByteBuf answer = ThisKernel.buffer(1024);
            system.read(socket, answer);
            return -answer.getIntLE(16);
        }
    }

    /** Length, number and text with its NUL, padded to a multiple of 4. */
    private static void attribute(ByteBuf message, int number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        message.writeShortLE(4 + bytes.length + 1).writeShortLE(number).writeBytes(bytes);
        message.writeZero(4 - bytes.length % 4);
    }

    String name() {
        return NAME;
    }

    /** Sends a packet out through it. */
    void talk() throws IOException {
        try (DatagramSocket mouth = new DatagramSocket()) {
            mouth.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("10.98.7.2"), 9));
        }
    }

    @Override
    public void close() throws Exception {
        run("ip", "link", "del", NAME);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
