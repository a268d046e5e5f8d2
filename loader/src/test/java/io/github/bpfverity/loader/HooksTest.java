package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each way of attaching once: nothing is counted before, something while the link is open, and nothing after.
 *
 * <p>For kernels of the tests' own: some of these hooks could deny, even if these programs do not.
 */
@Tag("kernel")
class HooksTest {
    private LinuxKernel kernel;
    private ObjectSpec hooks;

    /** What makes a hook run. */
    private interface Deed {
        void run() throws Exception;
    }

    @BeforeEach
    void read() throws IOException {
        kernel = ThisKernel.assumeUsable();
        hooks = Fixtures.spec("hooks", ByteOrder.nativeOrder()).withVariable("process", kernel.processId());
    }

    private void check(String program, String counter, AttachOptions options, Deed deed) throws Exception {
        ObjectSpec spec = hooks.withProgram(program, p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec)) {
            Variable runs = object.variable(counter);
            deed.run();
            assertThat(runs.getLong()).as("before").isZero();
            try (Link link = object.program(program).attach(options)) {
                assertThat(link.info().programId())
                        .isEqualTo(object.program(program).info().id());
                deed.run();
                assertThat(runs.getLong()).as("while attached").isPositive();
            }
            long after = runs.getLong();
            deed.run();
            assertThat(runs.getLong()).as("after").isEqualTo(after);
        }
    }

    private void callBpf() {
        try (Fd map = kernel.createMap(MapCreate.of(MapType.ARRAY, 4, 4, 1, 0, "deed"))) {
            assertThat(map.isOpen()).isTrue();
        }
    }

    @Test
    void lsm() throws Exception {
        assumeTrue(Files.readString(Path.of("/sys/kernel/security/lsm")).contains("bpf"), "bpf is not an active LSM");
        // Reading the counter is a bpf() call, too: a deed after the link has gone must leave it alone.
        check("lsm_plain", "lsm_runs", AttachOptions.none(), this::callBpf);
        check("lsm_sleepable", "lsm_sleepable_runs", AttachOptions.none(), this::callBpf);
    }

    @Test
    void fentryAndFexit() throws Exception {
        check("fentry_plain", "fentry_runs", AttachOptions.none(), this::callBpf);
        check("fexit_plain", "fexit_runs", AttachOptions.none(), this::callBpf);
    }

    @Test
    void rawTracepoints() throws Exception {
        check("tp_btf_plain", "tp_btf_runs", AttachOptions.none(), this::callBpf);
        check("raw_tp_plain", "raw_tp_runs", AttachOptions.none(), this::callBpf);
    }

    @Test
    void tracepoint() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/kernel/tracing/events/syscalls")), "no system call tracepoints");
        check("tracepoint_plain", "tracepoint_runs", AttachOptions.none(), kernel::processId);
    }

    @Test
    void kprobes() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/bus/event_source/devices/kprobe")), "no kprobes");
        check("kprobe_plain", "kprobe_runs", AttachOptions.none(), this::callBpf);
        check("kretprobe_plain", "kretprobe_runs", AttachOptions.none(), this::callBpf);
    }

    @Test
    void kprobeMulti() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/bus/event_source/devices/kprobe")), "no kprobes");
        try {
            check("kprobe_multi", "kprobe_runs", AttachOptions.none(), this::callBpf);
        } catch (BpfCallException e) {
            assumeFalse(e.is(Errno.EOPNOTSUPP), "this kernel is built without fprobe");
            throw e;
        }
    }

    @Test
    void uprobes() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/bus/event_source/devices/uprobe")), "no uprobes");
        check("uprobe_plain", "uprobe_runs", AttachOptions.none(), kernel::processId);
        check("uretprobe_plain", "uretprobe_runs", AttachOptions.none(), kernel::processId);
    }

    @Test
    void xdp() throws Exception {
        check("xdp_plain", "xdp_runs", AttachOptions.device(loopback()), HooksTest::talk);
    }

    @Test
    void tcx() throws Exception {
        assumeTrue(Loader.create().has(Feature.NETFILTER), "older than tcx");
        check("tcx_plain", "tcx_runs", AttachOptions.device(loopback()), HooksTest::talk);
    }

    private static int loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getIndex();
    }

    private static void talk() throws IOException {
        try (DatagramSocket ear = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket mouth = new DatagramSocket()) {
            mouth.send(new DatagramPacket(new byte[1], 1, ear.getLocalSocketAddress()));
            ear.setSoTimeout(5000);
            ear.receive(new DatagramPacket(new byte[1], 1));
        }
    }

    @Test
    void cgroup() throws Exception {
        Path cgroup = Path.of("/sys/fs/cgroup");
        assumeTrue(Files.exists(cgroup.resolve("cgroup.controllers")), "no cgroup2");
        check("cgroup_plain", "cgroup_runs", AttachOptions.at(cgroup), HooksTest::talk);
    }

    @Test
    void socketLookup() throws Exception {
        check("lookup_plain", "lookup_runs", AttachOptions.none(), HooksTest::connect);
    }

    private static void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void iterator() throws Exception {
        ObjectSpec spec = hooks.withProgram("iter_plain", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec);
                Link link = object.program("iter_plain").attach();
                var stream = link.iterate()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(text.lines()).allMatch("task"::equals).hasSizeGreaterThan(1);
        }
    }
}
