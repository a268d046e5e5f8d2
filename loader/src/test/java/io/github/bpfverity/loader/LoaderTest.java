package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.Pinning;
import io.github.bpfverity.loader.spec.ProgramType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole objects, with the program types that need no hook. */
@Tag("kernel")
class LoaderTest {
    private static final Path PINS = Path.of("/sys/fs/bpf/loader_test");

    private Loader loader;

    @BeforeEach
    void requireBpf() {
        ThisKernel.assumeUsable();
        loader = Loader.create();
    }

    private static ObjectSpec object(String name) {
        return Fixtures.spec(name, ByteOrder.nativeOrder());
    }

    private static byte[] packet(int length) {
        return new byte[length];
    }

    @Test
    void programsShareMapsAndVariablesWithUs() throws IOException {
        ObjectSpec spec = object("load").withVariable("answer", 40);
        try (LoadedObject object = loader.load(spec);
                RingBuffer events = RingBuffer.open(object.map("events"))) {
            assertThat(object.map("events").maxEntries()).isEqualTo(8192);
            // The trial takes the Ethernet header off: the filter sees 50 bytes.
            Program filter = object.program("filter");
            assertThat(filter.testRun(TestRun.packet(packet(64))).returnValue()).isZero();
            object.variable("step").setLong(10);
            assertThat(filter.testRun(TestRun.packet(packet(64))).returnValue()).isZero();
            List<String> seen = new ArrayList<>();
            events.poll(Duration.ofSeconds(5), record -> seen.add(record.readLongLE() + " " + record.readIntLE()));
            assertThat(seen).containsExactly("3 90", "13 90");
            assertThat(object.variable("runs").getLong()).isEqualTo(13);
            assertThat(object.map("counts").get(Native.bytes(50)).map(LoaderTest::number))
                    .contains(2L);
        }
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
    }

    @Test
    void constantsCannotBeChangedOnceLoaded() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            assertThat(object.variable("answer").getLong()).isEqualTo(1);
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> object.variable("answer").setLong(2))
                    .satisfies(e -> assertThat(e.is(Errno.EPERM)).isTrue());
        }
    }

    @Test
    void sectionsThatBeginTheSameAreMapsOfTheirOwn() {
        try (LoadedObject object = loader.load(object("names").withVariable("egress", 5))) {
            object.program("swap").testRun(TestRun.packet(packet(64)));
            assertThat(object.variable("ingress").getLong()).isEqualTo(5);
            assertThat(object.variable("egress").getLong()).isEqualTo(1);
        }
    }

    @Test
    void innerMapsAreInTheirPlaces() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            byte[] id = object.map("outer").get(Native.bytes(1)).orElseThrow();
            assertThat(id).isEqualTo(Native.bytes(object.map("first").info().id()));
            assertThat(object.map("outer").get(Native.bytes(0))).isEmpty();
        }
    }

    @Test
    void theKernelKnowsTypesAndLines() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            assertThat(object.program("filter").info().btfId()).isPositive();
            assertThat(object.map("counts").info().valueTypeId()).isPositive();
        }
    }

    @Test
    void programsAttachToWhatTheirSectionsName() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            List<Link> links = object.attachAll();
            assertThat(links).hasSize(1);
            assertThat(links.get(0).info().programId())
                    .isEqualTo(object.program("enter").info().id());
            ProcessHandle.current().info();
            assertThat(object.variable("runs").getLong()).isPositive();
            links.forEach(Link::close);
        }
    }

    @Test
    void whatIsAttachedAllAtOnceGoesWithTheObject() throws IOException {
        LoadedObject object = loader.load(object("load"));
        int id = object.attachAll().get(0).info().id();
        assertThat(loader.ids(ObjectKind.LINK)).contains(id);
        object.close();
        assertThat(loader.ids(ObjectKind.LINK)).doesNotContain(id);
    }

    @Test
    void aRefusedMapIsDescribed() {
        ObjectSpec spec = object("load").withMap("counts", m -> m.withMaxEntries(0));
        assertThatExceptionOfType(BpfCallException.class)
                .isThrownBy(() -> loader.load(spec))
                .withMessage("load.bpf.o: map counts: MAP_CREATE: EINVAL (invalid argument): "
                        + "hash, key size 4, value size 8, max entries 0, flags 0x0");
    }

    @Test
    void pinnedMapsAreFoundAgainInTheSizeTheyWereCreatedIn() throws IOException {
        assumeTrue(Files.isWritable(PINS.getParent()), "no bpffs");
        Files.createDirectory(PINS);
        ObjectSpec spec = object("load").withMap("events", m -> m.withPinning(Pinning.BY_NAME));
        Loader pinning = loader.withPinDirectory(PINS);
        try (LoadedObject first = pinning.load(spec);
                LoadedObject second = pinning.load(spec)) {
            assertThat(second.map("events").info())
                    .isEqualTo(first.map("events").info());
            assertThat(second.map("events").name()).isEqualTo("events");
            ObjectSpec larger = spec.withMap("events", m -> m.withMaxEntries(1 << 16));
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> pinning.load(larger))
                    .withMessageContaining("differs: max entries 8192, not 65536");
        } finally {
            Files.deleteIfExists(PINS.resolve("events"));
            Files.delete(PINS);
        }
    }

    /** What a program writes to its neighbours between reading and writing a variable is not lost. */
    @Test
    void variablesAreWrittenWhereProgramsReadThem() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            BpfMap section = object.map(object.spec().variables().stream()
                    .filter(variable -> variable.name().equals("runs"))
                    .findFirst()
                    .orElseThrow()
                    .map());
            SharedMemory memory = section.memory().orElseThrow();
            object.variable("runs").setLong(-5);
            assertThat(object.variable("runs").getLong()).isEqualTo(-5);
            byte[] value = section.get(Native.bytes(0)).orElseThrow();
            assertThat(memory.get(0, value.length)).isEqualTo(value);
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> memory.get(memory.size(), 1));
            section.freeze();
            assertThatIllegalStateException().isThrownBy(() -> memory.get(0, 1));
            assertThat(section.memory().orElseThrow().isWritable()).isFalse();
            assertThat(object.variable("runs").getLong()).isEqualTo(-5);
        }
    }

    @Test
    void kindsOfMapsAndHelpersAreFoundByTrying() {
        assertThat(loader.hasMapType(MapType.RINGBUF)).isTrue();
        assertThat(loader.hasMapType(MapType.STRUCT_OPS)).isTrue();
        assertThat(loader.hasMapType(MapType.HASH_OF_MAPS)).isTrue();
        assertThat(loader.hasMapType(MapType.TASK_STORAGE)).isTrue();
        assertThat(loader.hasMapType(1000)).isFalse();
        assertThat(loader.hasProgramType(ProgramType.XDP)).isTrue();
        assertThat(loader.hasProgramType(1000)).isFalse();
        assertThat(loader.hasHelper(ProgramType.KPROBE, 113)).isTrue();
        assertThat(loader.hasHelper(ProgramType.SOCKET_FILTER, 1_000_000)).isFalse();
    }

    @Test
    void runsAreMeasuredWhenAskedFor() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            Program filter = object.program("filter");
            filter.testRun(TestRun.packet(packet(64)));
            assertThat(filter.info().runCount()).isZero();
            try (Fd measuring = loader.measureRunTimes()) {
                filter.testRun(TestRun.packet(packet(64)).repeated(3));
                assertThat(filter.info().runCount()).isEqualTo(3);
            }
        }
    }

    @Test
    void aRefusedProgramIsExplained() throws IOException {
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> loader.load(object("refused")))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("refused.bpf.o: program wild (socket): PROG_LOAD: EACCES")
                        .contains("return *nowhere;")
                        .contains("scalar"))
                .satisfies(e -> assertThat(e.sourceLine().orElseThrow()).contains("refused.bpf.c:21"))
                .satisfies(e -> assertThat(e.fullLog()).startsWith("0: ").contains("\nprocessed "))
                .satisfies(e -> assertThat(e.program()).isEqualTo("wild"));
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        ObjectSpec spec = object("refused")
                .withProgram("wild", p -> p.withAutoload(false))
                .withProgram("missing_field", p -> p.withAutoload(true));
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> loader.load(spec))
                .satisfies(
                        e -> assertThat(e.getMessage()).contains("task_struct").contains("no_such_member"));
    }

    @Test
    void nothingStaysOpenAfterAFailure() throws IOException {
        ObjectSpec refused = object("refused");
        loader.load(object("load")).close();
        long before = objectDescriptors();
        assertThatExceptionOfType(VerifierException.class).isThrownBy(() -> loader.load(refused));
        loader.load(object("load")).close();
        assertThat(objectDescriptors()).isEqualTo(before);
    }

    /** Those of maps, programs and types: the JVM opens and closes others as it likes. */
    private static long objectDescriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.filter(Files::isSymbolicLink)
                    .map(LoaderTest::target)
                    .filter(target -> target.matches("anon_inode:\\[?(bpf|btf).*"))
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @Test
    void objectsOfTheOtherByteOrderAreRefused() throws IOException {
        ObjectSpec other = Fixtures.spec("load", other(ByteOrder.nativeOrder()));
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> loader.load(other))
                .withMessageContaining("cannot be loaded on this " + ByteOrder.nativeOrder() + " machine");
    }

    private static ByteOrder other(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    @Test
    void unknownNamesAreListedAgainstTheKnown() throws IOException {
        try (LoadedObject object = loader.load(object("load"))) {
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> object.program("none"))
                    .withMessageContaining("has no program none, but [filter, enter]");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> object.map("none"));
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> object.variable("none"));
        }
    }

    @Test
    void thisKernelHasRingBuffersAndSaysSo() {
        assertThat(loader.has(Feature.RING_BUFFER)).isTrue();
        assertThat(loader.has(Feature.MMAPABLE_ARRAY)).isTrue();
        assertThat(loader.has(Feature.MEMORY_CGROUP_ACCOUNTING)).isTrue();
        assertThat(loader.missing()).doesNotContain(Feature.RING_BUFFER);
    }
}
