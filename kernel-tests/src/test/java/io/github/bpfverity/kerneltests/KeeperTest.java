package io.github.bpfverity.kerneltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.tasks.OwnObjects;
import io.github.bpfverity.gate.Control;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.Keeper;
import io.github.bpfverity.gate.OwnObject;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.TestRun;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is the keeper: the process that claimed it, and nobody who is like it. Nothing is listed here. */
@Tag("kernel")
class KeeperTest {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final Path PIN = Path.of("/sys/fs/bpf/keeper-test");

    private LoadedObject gate;
    private Link hook;

    @BeforeEach
    void attach() throws FormatException {
        gate = load();
        assertThat(claim(gate)).isZero();
        hook = gate.program(GuardObject.HOOK).attach();
    }

    @AfterEach
    void detach() {
        hook.close();
        gate.close();
    }

    static LoadedObject load() throws FormatException {
        return Loader.create().load(spec());
    }

    private static ObjectSpec spec() throws FormatException {
        return ObjectSpec.parse(GuardObject.fileName(ORDER), GuardObject.bytes(ORDER));
    }

    static int claim(LoadedObject gate) {
        return gate.program(GuardObject.CLAIM)
                .testRun(TestRun.context(new byte[0]))
                .returnValue();
    }

    @Test
    @DisplayName("who finds no room for a record of itself, as which it is protected, does not become the keeper")
    void noRoom() throws FormatException {
        try (LoadedObject full = Loader.create().load(spec().withVariable(GuardObject.FOLLOWS, true))) {
            BpfMap processes = full.map(GuardObject.PROCESSES);
            byte[] nobody = new byte[processes.valueSize()];
            for (long memory = 1; memory <= processes.maxEntries(); memory++) {
                processes.put(key(memory), nobody);
            }
            assertThat(claim(full)).isEqualTo(-Errno.EEXIST.number());
            processes.delete(key(1));
            assertThat(claim(full)).isZero();
        }
    }

    @Test
    @DisplayName("links that ended leave their room to others, links that are there stay the gate's")
    void roomOfEndedLinks() throws FormatException {
        OwnObjects own = new OwnObjects(gate, KernelBtf.system());
        own.add(hook);
        byte[] ended;
        try (LoadedObject other = load()) {
            assertThat(claim(other)).isZero();
            try (Link second = other.program(GuardObject.HOOK).attach()) {
                ended = key(second);
                own.add(second);
            }
        }
        own.forgetEndedLinks(Loader.create());
        assertThat(gate.map(GuardObject.OWN).get(key(hook))).isPresent();
        assertThat(gate.map(GuardObject.OWN).get(ended)).isEmpty();
    }

    private static byte[] key(Link link) {
        return new OwnObject(OwnObject.Kind.LINK, link.info().id()).encode(ORDER);
    }

    private static byte[] key(long memory) {
        return ByteBuffer.allocate(Long.BYTES).putLong(memory).array();
    }

    private Keeper keeper() throws FormatException {
        return Keeper.decode(ByteReader.of(gate.variable(GuardObject.KEEPER).get(), ORDER, "keeper"));
    }

    /** Writes to memory that is shared with the program: no bpf() call. */
    private void forge(Keeper keeper) {
        gate.variable(GuardObject.KEEPER)
                .set(ByteBuffer.allocate(Keeper.SIZE)
                        .order(ORDER)
                        .putLong(keeper.startBootNanos())
                        .putLong(keeper.execs())
                        .putInt(keeper.tgid())
                        .putInt(keeper.digestSource().number())
                        .array());
    }

    private void call() {
        gate.map(GuardObject.EVENTS).info();
    }

    private void assertDenied() {
        BpfCallException e = catchThrowableOfType(BpfCallException.class, this::call);
        assertThat(e).isNotNull();
        assertThat(e.is(Errno.EPERM)).isTrue();
    }

    @Test
    @DisplayName("the process that claimed it, in each of its threads")
    void allThreads() {
        call();
        CompletableFuture.runAsync(this::call).join();
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                stranger(
                        "another process",
                        k -> new Keeper(k.startBootNanos(), k.execs(), k.tgid() + 1, k.digestSource())),
                stranger(
                        "one that had its number before or will have it",
                        k -> new Keeper(k.startBootNanos() + 1, k.execs(), k.tgid(), k.digestSource())),
                stranger(
                        "itself, before or after it executed another program",
                        k -> new Keeper(k.startBootNanos(), k.execs() + 1, k.tgid(), k.digestSource())));
    }

    private static Arguments stranger(String name, UnaryOperator<Keeper> change) {
        return Arguments.of(Named.of(name, change));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    @DisplayName("not")
    void strangersAreNot(UnaryOperator<Keeper> change) throws FormatException {
        Keeper self = keeper();
        assertThat(self.tgid()).isEqualTo((int) ProcessHandle.current().pid());
        forge(change.apply(self));
        assertDenied();
        forge(self);
        call();
    }

    @Test
    @DisplayName("the heir that was named, and nobody who has its number and was started at another time")
    void heir() throws FormatException {
        Keeper self = keeper();
        Control control = control();
        forge(another(self));
        long start = startUnits(self);
        for (long other : List.of(start - 1, start + 1, 0L)) {
            control.nameHeir(self.tgid(), other);
            assertDenied();
        }
        control.nameHeir(self.tgid(), start);
        call();
        assertThat(keeper()).isEqualTo(self);
        assertThat(control.heir()).isZero();
    }

    @Test
    @DisplayName("not an heir that somebody traces, until that one lets go")
    void tracedHeir() throws Exception {
        Keeper self = keeper();
        Control control = control();
        forge(another(self));
        try (Running tracer = Running.start(List.of(Programs.path("seize"), Long.toString(self.tgid())))) {
            tracer.await(Running.Deed.NOTHING, "tracing"::equals);
            control.nameHeir(self.tgid(), startUnits(self));
            assertDenied();
            assertThat(control.heir()).isEqualTo(self.tgid());
        }
        call();
        assertThat(keeper()).isEqualTo(self);
    }

    private Control control() {
        return new Control(gate.map(GuardObject.CONTROL).memory().orElseThrow().view(0, Control.SIZE));
    }

    private static Keeper another(Keeper self) {
        return new Keeper(self.startBootNanos(), self.execs(), self.tgid() + 1, self.digestSource());
    }

    /** When the process was started, as an heir says it: in hundredths of a second. */
    private static long startUnits(Keeper self) {
        return self.startBootNanos() / 10_000_000;
    }

    @Test
    @DisplayName("there is one, whoever claims it later")
    void claimedOnce() throws FormatException {
        Keeper self = keeper();
        assertThat(claim(gate)).isEqualTo(-17);
        assertThat(keeper()).isEqualTo(self);
    }

    @Test
    @DisplayName("its children are not")
    void children() {
        assertThat(Programs.bpfIsOpen()).isFalse();
    }

    @Test
    @DisplayName("not the program that it becomes")
    void exec() {
        detach();
        Ran ran = Ran.command("/java/bin/java", "-cp", System.getProperty("java.class.path"), Becoming.class.getName());
        try {
            assertThat(ran.output()).contains("keeper", "Operation not permitted");
        } finally {
            Ran.succeeding("rm", "-f", PIN.toString());
        }
        assertThat(Programs.bpfIsOpen()).isTrue();
    }

    /** Attaches a gate, keeps it by a pin, and becomes bpftool. */
    static final class Becoming {
        private Becoming() {}

        public static void main(String[] arguments) throws FormatException {
            LoadedObject gate = load();
            if (claim(gate) != 0) {
                throw new AssertionError("not claimed");
            }
            Link hook = gate.program(GuardObject.HOOK).attach();
            hook.pin(PIN);
            System.out.println("keeper, pinned: " + Files.exists(PIN));
            System.out.flush();
            LinuxKernel.ofThisMachine()
                    .execute("/usr/bin/bpftool", List.of("bpftool", "prog", "list"), List.of("LC_ALL=C"));
        }
    }
}
