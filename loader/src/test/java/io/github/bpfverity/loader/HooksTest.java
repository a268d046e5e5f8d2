package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkOptions;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.PerfEvent;
import io.github.bpfverity.loader.kernel.SystemCallException;
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
import java.time.Duration;
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
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

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
        check("lsm_cgroup", "cgroup_runs", AttachOptions.at(CGROUP), HooksTest::talk);
    }

    @Test
    void fentryAndFexit() throws Exception {
        check("fentry_plain", "fentry_runs", AttachOptions.none(), this::callBpf);
        check("fexit_plain", "fexit_runs", AttachOptions.none(), this::callBpf);
        check("fmod_ret_plain", "fmod_ret_runs", AttachOptions.none(), this::callBpf);
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
        check("ksyscall_plain", "ksyscall_runs", AttachOptions.none(), kernel::processId);
    }

    @Test
    void cookies() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/bus/event_source/devices/kprobe")), "no kprobes");
        ObjectSpec spec = hooks.withProgram("kprobe_cookie", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec)) {
            object.program("kprobe_cookie").attach(AttachOptions.none().withCookie(0x1122_3344_5566_7788L));
            callBpf();
            assertThat(object.variable("cookie").getLong()).isEqualTo(0x1122_3344_5566_7788L);
        }
    }

    @Test
    void perfEvent() throws Exception {
        PerfEvent clock = new PerfEvent(1, 0, 1_000_000, 0, 1, null, 0);
        try (Fd event = kernel.openPerfEvent(clock, -1, 0)) {
            // The clock of a processor, which ticks each millisecond whatever runs there.
            check("perf_plain", "perf_runs", AttachOptions.descriptor(event), HooksTest::work);
        } catch (SystemCallException e) {
            assumeFalse(e.call().equals("perf_event_open"), "no software clock");
            throw e;
        }
    }

    private static void work() {
        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
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
    void sessions() throws Exception {
        int version = RunningKernel.code(kernel.systemName().release());
        assumeTrue(version >= RunningKernel.code("6.10"), "older than kprobe.session");
        check("kprobe_session", "kprobe_runs", AttachOptions.none(), this::callBpf);
        if (version >= RunningKernel.code("6.13")) {
            check("uprobe_session", "uprobe_runs", AttachOptions.none(), kernel::processId);
        }
    }

    @Test
    void uprobes() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/bus/event_source/devices/uprobe")), "no uprobes");
        check("uprobe_plain", "uprobe_runs", AttachOptions.none(), kernel::processId);
        check("uretprobe_plain", "uretprobe_runs", AttachOptions.none(), kernel::processId);
        if (Loader.create().has(Feature.TCX)) { // which came with uprobe.multi
            check("uprobe_multi", "uprobe_runs", AttachOptions.none(), kernel::processId);
        }
    }

    @Test
    void xdp() throws Exception {
        check("xdp_plain", "xdp_runs", AttachOptions.device(loopback()), HooksTest::talk);
    }

    @Test
    void tcx() throws Exception {
        assumeTrue(Loader.create().has(Feature.TCX), "older than tcx");
        check("tcx_plain", "tcx_runs", AttachOptions.device(loopback()), HooksTest::talk);
    }

    @Test
    void netkit() throws Exception {
        try (NetkitDevice device = NetkitDevice.assumeCreated(kernel)) {
            check("netkit_plain", "tcx_runs", AttachOptions.device(device.name()), device::talk);
        }
    }

    @Test
    void netfilter() throws Exception {
        assumeTrue(Loader.create().has(Feature.NETFILTER), "no netfilter programs");
        int ipv4 = 2, localOut = 3;
        AttachOptions output = AttachOptions.none().withLink(new LinkOptions.Netfilter(ipv4, localOut, -128, 0));
        check("netfilter_plain", "netfilter_runs", output, HooksTest::talk);
    }

    @Test
    void aLinkPassesToAnotherProgram() throws Exception {
        ObjectSpec spec = hooks.withProgram("xdp_plain", p -> p.withAutoload(true))
                .withProgram("xdp_other", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec);
                Link link = object.program("xdp_plain").attach(AttachOptions.device(loopback()))) {
            talk();
            assertThat(object.variable("other_runs").getLong()).isZero();
            link.update(object.program("xdp_other"));
            long before = object.variable("xdp_runs").getLong();
            assertThat(link.info().programId())
                    .isEqualTo(object.program("xdp_other").info().id());
            talk();
            assertThat(object.variable("other_runs").getLong()).isPositive();
            assertThat(object.variable("xdp_runs").getLong()).isEqualTo(before);
        }
    }

    @Test
    void socketFilter() throws Exception {
        int packets = 17, raw = 3, allProtocols = 0x0300;
        ObjectSpec spec = hooks.withProgram("filter_plain", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec);
                Fd socket = kernel.openSocket(packets, raw, allProtocols)) {
            Variable runs = object.variable("filter_runs");
            try (Link link = object.program("filter_plain").attach(AttachOptions.descriptor(socket))) {
                talk();
                assertThat(runs.getLong()).isPositive();
                assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(link::info);
            }
            long after = runs.getLong();
            talk();
            assertThat(runs.getLong()).isEqualTo(after);
        }
    }

    /** The link outlives the handles of program and map, as the loader's user may have it. */
    @Test
    void sockmap() throws Exception {
        ObjectSpec spec = hooks.withProgram("message_plain", p -> p.withAutoload(true))
                .withProgram("sockets_taken_in", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec)) {
            Variable runs = object.variable("message_runs");
            Program message = object.program("message_plain");
            BpfMap sockets = object.map("sockets");
            Link link = message.attach(AttachOptions.descriptor(sockets.fd()));
            try (Link takingIn = object.program("sockets_taken_in").attach(AttachOptions.at(CGROUP))) {
                send();
                assertThat(takingIn.info().programId()).isPositive();
            }
            assertThat(runs.getLong()).isPositive();
            message.close();
            sockets.close();
            link.close();
        }
    }

    private static void send() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            client.getOutputStream().write(1);
        }
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
        assumeTrue(Files.exists(CGROUP.resolve("cgroup.controllers")), "no cgroup2");
        check("cgroup_plain", "cgroup_runs", AttachOptions.at(CGROUP), HooksTest::talk);
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

    @Test
    void iteratorOverAMap() throws Exception {
        ObjectSpec spec = hooks.withProgram("iter_map", p -> p.withAutoload(true));
        try (LoadedObject object = Loader.create().load(spec)) {
            BpfMap entries = object.map("entries");
            entries.put(Native.bytes(42), Native.bytes(1));
            var each = AttachOptions.none().withLink(LinkOptions.Iterator.ofMap(entries.fd()));
            try (Link link = object.program("iter_map").attach(each);
                    var stream = link.iterate()) {
                assertThat(stream.readAllBytes()).isEqualTo(Native.bytes(42));
            }
        }
    }

    @Test
    void iteratorOverOneThread() throws Exception {
        ObjectSpec spec = hooks.withProgram("iter_plain", p -> p.withAutoload(true));
        var self = AttachOptions.none().withLink(LinkOptions.Iterator.ofTask(kernel.processId(), 0));
        try (LoadedObject object = Loader.create().load(spec);
                Link link = object.program("iter_plain").attach(self);
                var stream = link.iterate()) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("task\n");
        }
    }
}
