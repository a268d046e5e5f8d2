package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples do what they say, each as its own process. */
@Tag("kernel")
class ExamplesTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static List<String> command(String example, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/java/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "/guest/examples.jar",
                "io.github.bpfverity.examples." + example));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void xdpCounterCountsPackets() throws Exception {
        try (Running counter = Running.start(command("XdpCounter", "lo"));
                DatagramSocket mouth = new DatagramSocket()) {
            counter.await(Running.Deed.NOTHING, line -> line.startsWith("Counting on lo (link "));
            String line = counter.await(
                    () -> mouth.send(new DatagramPacket(new byte[100], 100, HERE, 9)),
                    text -> text.startsWith("udp: "));
            // 14 bytes of Ethernet's header, 20 of IP's and 8 of UDP's; none of other sizes is sent meanwhile.
            String[] words = line.split("\\D+");
            assertThat(Integer.parseInt(words[2])).isEqualTo(142 * Integer.parseInt(words[1]));
        }
    }

    @Test
    void execSnoopSeesWhatIsExecuted() throws Exception {
        try (Running snoop = Running.start(command("ExecSnoop"))) {
            snoop.await(Running.Deed.NOTHING, line -> line.startsWith("Printing what is executed"));
            String line =
                    snoop.await(() -> Ran.succeeding("/bin/busybox", "true"), text -> text.endsWith("/bin/busybox"));
            assertThat(line).matches("uid 0, process \\d+ of \\d+: /bin/busybox");
        }
    }

    @Test
    void tcpRttTimesConnections() throws Exception {
        try (Running rtt = Running.start(command("TcpRtt"));
                ServerSocket server = new ServerSocket(0, 5, HERE)) {
            rtt.await(Running.Deed.NOTHING, line -> line.startsWith("Printing the round-trip times"));
            int port = server.getLocalPort();
            String line = rtt.await(
                    () -> {
                        try (Socket client = new Socket(HERE, port);
                                Socket served = server.accept()) {
                            assertThat(served.isConnected()).isEqualTo(client.isConnected());
                        }
                    },
                    text -> text.contains(" -> 127.0.0.1:" + port + " "));
            assertThat(line).matches("127.0.0.1:\\d+ -> 127.0.0.1:" + port + " \\d+ us");
        }
    }
}
