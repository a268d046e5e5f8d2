package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that do the work of the kernel's own functions or of other programs, and the memory they share. */
@Tag("kernel")
class InsteadOfOthersTest {
    private static final Path AVAILABLE = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");
    private static final Path CHOSEN = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private Loader loader;

    @BeforeEach
    void requireBpf() {
        ThisKernel.assumeUsable();
        loader = Loader.create();
    }

    private static ObjectSpec object(String name) {
        return Fixtures.spec(name, ByteOrder.nativeOrder());
    }

    @Test
    void registeredStructsAreUsedUntilTheirLinkIsClosed() throws Exception {
        ObjectSpec spec = object("congestion").withMap("registered", m -> m.withAutocreate(true));
        LoadedObject object = loader.load(spec);
        Link link = object.structOps("registered").attach();
        try {
            assertThat(Files.readString(AVAILABLE)).contains("registered");
            connectWith("registered");
            assertThat(object.variable("connections").getLong()).isPositive();
            assertThat(object.programs()).noneMatch(program -> program.name().equals("never"));
        } finally {
            // The link does not need the object.
            object.close();
            link.close();
        }
        assertThat(Files.readString(AVAILABLE)).doesNotContain("registered");
    }

    @Test
    void linkedStructsAreUsedUntilTheirObjectIsClosed() throws Exception {
        assumeTrue(loader.has(Feature.NETFILTER), "older than links of struct_ops, which came with netfilter programs");
        ObjectSpec spec = object("congestion").withMap("linked", m -> m.withAutocreate(true));
        try (LoadedObject object = loader.load(spec)) {
            assertThat(Files.readString(AVAILABLE)).doesNotContain("linked");
            Link link = object.attachAll().get(0);
            assertThat(link.info().id()).isPositive();
            assertThat(Files.readString(AVAILABLE)).contains("linked");
            connectWith("linked");
            assertThat(object.variable("connections").getLong()).isPositive();
            try (LoadedObject successor = loader.load(spec)) {
                link.update(successor.structOps("linked"));
                connectWith("linked");
                assertThat(successor.variable("connections").getLong()).isPositive();
            }
        }
        assertThat(Files.readString(AVAILABLE)).doesNotContain("linked");
    }

    private static void connectWith(String congestionControl) throws IOException {
        String before = Files.readString(CHOSEN);
        Files.writeString(CHOSEN, congestionControl);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            client.getOutputStream().write(1);
        } finally {
            Files.writeString(CHOSEN, before);
        }
    }

    private static int verdict(Program program) {
        return program.testRun(TestRun.packet(new byte[64])).returnValue();
    }

    @Test
    void aFunctionOfAnotherProgramIsReplaced() {
        ObjectSpec replacing = object("replaced")
                .withProgram("filter", p -> p.withAutoload(false))
                .withProgram("other", p -> p.withAutoload(false))
                .withProgram("replacement", p -> p.withAutoload(true));
        try (LoadedObject target = loader.load(object("replaced"));
                LoadedObject object = loader.withTarget("replacement", target.program("filter"))
                        .load(replacing)) {
            assertThat(verdict(target.program("filter"))).isEqualTo(1);
            try (Link link = object.program("replacement").attach()) {
                assertThat(link.info().programId()).isPositive();
                assertThat(verdict(target.program("filter"))).isEqualTo(41);
                assertThat(verdict(target.program("other"))).isEqualTo(2);
            }
            assertThat(verdict(target.program("filter"))).isEqualTo(1);
            Fd other = target.program("other").fd();
            try (Link link = object.program("replacement").attach(AttachOptions.descriptor(other))) {
                assertThat(link.info().programId()).isPositive();
                assertThat(verdict(target.program("other"))).isEqualTo(42);
            }
        }
    }

    @Test
    void aFunctionOfAnotherProgramIsWatched() {
        ObjectSpec watching = object("replaced")
                .withProgram("filter", p -> p.withAutoload(false))
                .withProgram("other", p -> p.withAutoload(false))
                .withProgram("seen", p -> p.withAutoload(true));
        try (LoadedObject target = loader.load(object("replaced"));
                LoadedObject object =
                        loader.withTarget("seen", target.program("filter")).load(watching);
                Link link = object.program("seen").attach()) {
            verdict(target.program("other"));
            assertThat(object.variable("seen_runs").getLong()).isZero();
            verdict(target.program("filter"));
            assertThat(object.variable("seen_runs").getLong()).isEqualTo(1);
            assertThat(link.info().programId()).isPositive();
        }
    }

    @Test
    void aReplacementOfNothingInParticularIsRefusedInWords() {
        ObjectSpec replacing = object("replaced").withProgram("replacement", p -> p.withAutoload(true));
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> loader.load(replacing))
                .withMessageContaining(
                        "program replacement (?freplace/judge) attaches to a function of another program")
                .withMessageContaining("Loader.withTarget");
        try (LoadedObject target = loader.load(object("load"))) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> loader.withTarget("replacement", target.program("filter"))
                            .load(replacing))
                    .withMessage("program filter has no function judge");
        }
    }

    @Test
    void arenasStartWithTheirContents() {
        assumeTrue(loader.has(Feature.ARENA), "no arenas");
        try (LoadedObject object = loader.load(object("arena"))) {
            assertThat(verdict(object.program("place"))).isEqualTo(2);
            SharedMemory memory = object.map("arena").memory().orElseThrow();
            assertThat(memory.address()).isEqualTo(1L << 44);
            assertThat(memory.get(4, 4)).isEqualTo(Native.bytes(2));
            memory.put(4, Native.bytes(99));
            assertThat(verdict(object.program("place"))).isEqualTo(99);
            Variable shared = object.variable("shared");
            assertThat(shared.get()).hasSize(12).startsWith(1, 0, 0, 0, 99);
        }
        // The address is free again.
        loader.load(object("arena").withVariable("shared", new byte[12])).close();
    }
}
