package io.github.bpfverity.gate;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record and number of this package against the objects that the C sources compile to. */
class ObjectLayoutTest {
    private static final byte[] DIGEST = count(64);
    private static final ProcessIdentity IDENTITY =
            new ProcessIdentity(0x0102030405060708L, 0x1112131415161718L, 0x21222324);

    record Guard(ByteOrder order, ElfObject elf, Btf btf) {
        @Override
        public String toString() {
            return elf.name();
        }
    }

    static List<Guard> guards() throws FormatException {
        return List.of(guard(LITTLE_ENDIAN), guard(BIG_ENDIAN));
    }

    @ParameterizedTest
    @MethodSource("guards")
    void objectHasTheByteOrderItIsNamedFor(Guard guard) {
        assertThat(guard.elf().order()).isEqualTo(guard.order());
        assertThat(guard.btf().order()).isEqualTo(guard.order());
    }

    @ParameterizedTest
    @MethodSource("guards")
    void namesAreInTheObject(Guard guard) {
        Set<String> symbols = guard.elf().symbols().stream().map(Symbol::name).collect(Collectors.toSet());
        assertThat(symbols)
                .containsAll(GuardObject.FOLLOWERS)
                .containsAll(GuardObject.CODE_WATCHERS)
                .containsAll(GuardObject.PROTECTORS)
                .containsAll(GuardObject.LOCKS)
                .contains(
                        GuardObject.FIND,
                        GuardObject.PROCESSES,
                        GuardObject.GRANTS,
                        GuardObject.OWN,
                        GuardObject.REQUEST,
                        GuardObject.CONTROL,
                        GuardObject.PLACES,
                        GuardObject.HOLDERS,
                        GuardObject.HELD,
                        GuardObject.OPEN_PIN,
                        GuardObject.SCOPE,
                        GuardObject.FOLLOWS,
                        GuardObject.HOOK,
                        GuardObject.CLAIM,
                        GuardObject.ALLOWED,
                        GuardObject.EVENTS,
                        GuardObject.COUNTERS,
                        GuardObject.KEEPER,
                        GuardObject.AUDIT,
                        GuardObject.TRACE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void digestKeyIsTheStructOfTheProgram(Guard guard) throws FormatException {
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            VerityDigest digest = digest(algorithm);
            RecordImage image = digestImage(guard.btf(), digest);
            assertThat(DigestKey.encode(digest, guard.order())).isEqualTo(image.bytes());
            assertThat(DigestKey.decode(image.reader())).contains(digest);
        }
        assertThat(sizeOf(guard, "gate_digest")).isEqualTo(DigestKey.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void grantIsTheStructOfTheProgram(Guard guard) throws FormatException {
        byte[] digest = new byte[HashAlgorithm.SHA256.digestSize()];
        ByteBuffer.wrap(digest).order(guard.order()).putInt(0x01020304);
        byte[] image = new RecordImage(guard.btf(), "gate_grant")
                .put("tag", 0x01020304)
                .put("uses", 1)
                .bytes();
        Grant grant = new Grant(new VerityDigest(HashAlgorithm.SHA256, digest), Set.of(Use.EXECUTABLE));
        assertThat(grant.encode(guard.order())).isEqualTo(image);
        assertThat(Grant.usesOf(ByteReader.of(image, guard.order(), "grant"))).isEqualTo(Set.of(Use.EXECUTABLE));
        assertThat(sizeOf(guard, "gate_grant")).isEqualTo(Grant.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void eventIsTheStructOfTheProgram(Guard guard) throws FormatException {
        for (Reason reason : Reason.values()) {
            Hook hook = Hook.values()[reason.number() % Hook.values().length];
            VerityDigest digest = digest(HashAlgorithm.SHA512);
            ByteReader reader = new RecordImage(guard.btf(), "gate_event")
                    .put("boot_ns", 0x0102030405060708L)
                    .put("pid", 0x11121314)
                    .put("tgid", 0x21222324)
                    .put("uid", 0xf1f2f3f4)
                    .put("command", 0xe1e2e3e4)
                    .put("verdict", reason.verdict().number())
                    .put("reason", reason.number())
                    .put("comm", "bpftool".getBytes(US_ASCII))
                    .put("digest", digestImage(guard.btf(), digest).bytes())
                    .put("hook", hook.number())
                    .put("calls", 0x4142434445464748L)
                    .put("path", "/usr/sbin/bpftool".getBytes(US_ASCII))
                    .reader();
            assertThat(Event.decode(reader))
                    .isEqualTo(new Event(
                            0x0102030405060708L,
                            0x11121314,
                            0x21222324,
                            0xf1f2f3f4L,
                            0xe1e2e3e4L,
                            reason.verdict(),
                            reason,
                            "bpftool",
                            Optional.of(digest),
                            hook,
                            0x4142434445464748L,
                            Optional.of("/usr/sbin/bpftool")));
            assertThat(reader.remaining()).isZero();
        }
        assertThat(sizeOf(guard, "gate_event")).isEqualTo(Event.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void countersAreTheStructOfTheProgram(Guard guard) throws FormatException {
        byte[] decisions = new byte[32 * 8];
        for (int i = 0; i < 32; i++) {
            decisions[8 * i + (guard.order() == LITTLE_ENDIAN ? 0 : 7)] = (byte) (i + 1);
        }
        ByteReader reader = new RecordImage(guard.btf(), "gate_counters")
                .put("decisions", decisions)
                .put("lost_events", 77)
                .put("joined", 78)
                .reader();
        Counters counters = Counters.decode(reader);
        for (Reason reason : Reason.values()) {
            assertThat(counters.decisions(reason)).isEqualTo(reason.number() + 1);
        }
        assertThat(counters.lostEvents()).isEqualTo(77);
        assertThat(counters.joined()).isEqualTo(78);
        assertThat(sizeOf(guard, "gate_counters")).isEqualTo(Counters.SIZE);
        assertThat(reader.remaining()).isZero();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void keeperIsTheStructOfTheProgram(Guard guard) throws FormatException {
        for (DigestSource source : DigestSource.values()) {
            ByteReader reader = new RecordImage(guard.btf(), "gate_keeper")
                    .put("start_boot_ns", 0x0102030405060708L)
                    .put("execs", 0x1112131415161718L)
                    .put("tgid", 0x21222324)
                    .put("digest_source", source.number())
                    .reader();
            assertThat(Keeper.decode(reader))
                    .isEqualTo(new Keeper(0x0102030405060708L, 0x1112131415161718L, 0x21222324, source));
            assertThat(reader.remaining()).isZero();
        }
        assertThat(sizeOf(guard, "gate_keeper")).isEqualTo(Keeper.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void identityIsTheStructOfTheProgram(Guard guard) throws FormatException {
        RecordImage image = identityImage(guard.btf());
        assertThat(IDENTITY.encode(guard.order())).isEqualTo(image.bytes());
        assertThat(ProcessIdentity.decode(image.reader())).isEqualTo(IDENTITY);
        assertThat(sizeOf(guard, "gate_identity")).isEqualTo(ProcessIdentity.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void processIsTheStructOfTheProgram(Guard guard) throws FormatException {
        byte[] first = digestImage(guard.btf(), digest(HashAlgorithm.SHA256)).bytes();
        byte[] second = digestImage(guard.btf(), digest(HashAlgorithm.SHA512)).bytes();
        ByteReader reader = new RecordImage(guard.btf(), "gate_process")
                .put("owner", identityImage(guard.btf()).bytes())
                .put("checked", 0x5152535455565758L)
                .put("reason", Reason.ANONYMOUS_CODE.number())
                .put("standing", Standing.LISTED.bit() | Standing.TRACED.bit())
                .put("file_count", 2)
                .put("guest", 1)
                .put(
                        "files",
                        ByteBuffer.allocate(2 * DigestKey.SIZE)
                                .put(first)
                                .put(second)
                                .array())
                .put("repeats", new byte[0])
                .reader();
        assertThat(ProcessRecord.decode(reader))
                .isEqualTo(new ProcessRecord(
                        IDENTITY,
                        Reason.ANONYMOUS_CODE,
                        Set.of(Standing.LISTED, Standing.TRACED),
                        List.of(digest(HashAlgorithm.SHA256), digest(HashAlgorithm.SHA512))));
        assertThat(reader.remaining()).isZero();
        assertThat(sizeOf(guard, "gate_process")).isEqualTo(ProcessRecord.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void ownObjectIsTheStructOfTheProgram(Guard guard) {
        for (OwnObject.Kind kind : OwnObject.Kind.values()) {
            byte[] image = new RecordImage(guard.btf(), "gate_object")
                    .put("kind", kind.number())
                    .put("id", 0x41424344)
                    .bytes();
            assertThat(new OwnObject(kind, 0x41424344).encode(guard.order())).isEqualTo(image);
            assertThat(OwnObject.decode(image, guard.order())).isEqualTo(new OwnObject(kind, 0x41424344));
        }
        assertThat(sizeOf(guard, "gate_object")).isEqualTo(OwnObject.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void requestIsTheStructOfTheProgram(Guard guard) throws FormatException {
        for (ProcessRequest.Action action : ProcessRequest.Action.values()) {
            byte[] image = new RecordImage(guard.btf(), "gate_request")
                    .put("tgid", 0x21222324)
                    .put("action", action.number())
                    .put("found", 0)
                    .put("traced", 0)
                    .put("process", new byte[0])
                    .bytes();
            assertThat(new ProcessRequest(0x21222324, action).encode(guard.order()))
                    .isEqualTo(image);
        }
        ByteReader answer = new RecordImage(guard.btf(), "gate_request")
                .put("tgid", 0x21222324)
                .put("action", 1)
                .put("found", 1)
                .put("traced", 3)
                .put("process", identityImage(guard.btf()).bytes())
                .reader();
        assertThat(ProcessRequest.Answer.decode(answer)).isEqualTo(new ProcessRequest.Answer(true, 3, IDENTITY));
        assertThat(answer.remaining()).isZero();
        assertThat(sizeOf(guard, "gate_request")).isEqualTo(ProcessRequest.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void controlIsTheStructOfTheProgram(Guard guard) {
        byte[] image = new RecordImage(guard.btf(), "gate_control")
                .put("generation", 0x11121314)
                .put("heir", 0x21222324)
                .put("heir_start", 0x3132333435363738L)
                .bytes();
        ByteBuffer shared = ByteBuffer.allocate(Control.SIZE).order(guard.order());
        shared.putInt(0, 0x11121313);
        Control control = new Control(shared);
        control.policyChanged();
        control.nameHeir(0x21222324, 0x3132333435363738L);
        assertThat(shared.array()).isEqualTo(image);
        assertThat(control.heir()).isEqualTo(0x21222324);
        assertThat(sizeOf(guard, "gate_control")).isEqualTo(Control.SIZE);
    }

    @ParameterizedTest
    @MethodSource("guards")
    void placeIsTheStructOfTheProgram(Guard guard) {
        byte[] image = new RecordImage(guard.btf(), "gate_place")
                .put("inode", 0x0102030405060708L)
                .put("device", 0x11121314)
                .put("reserved", 0)
                .bytes();
        assertThat(new Place(0x0102030405060708L, 0x11121314).encode(guard.order()))
                .isEqualTo(image);
        assertThat(sizeOf(guard, "gate_place")).isEqualTo(Place.SIZE);
        assertThat(Place.encode(Set.of(Place.Trait.FIXED, Place.Trait.NAMESPACE), guard.order()))
                .isEqualTo(ByteBuffer.allocate(4)
                        .order(guard.order())
                        .putInt(2 | 32)
                        .array());
    }

    @ParameterizedTest
    @MethodSource("guards")
    void onlyTestBuildsCanDoWithoutProtections(Guard guard) throws FormatException, IOException {
        assertThat(guard.elf().symbols()).extracting(Symbol::name).doesNotContain(GuardObject.WITHOUT);
        String name = "switches/" + guard.elf().name();
        try (InputStream stream = GuardObject.class.getResourceAsStream(name)) {
            assertThat(ElfObject.parse(stream.readAllBytes(), name).symbols())
                    .extracting(Symbol::name)
                    .contains(GuardObject.WITHOUT);
        }
    }

    @ParameterizedTest
    @MethodSource("guards")
    void numbersAreThoseOfTheProgram(Guard guard) {
        Map<String, Long> reasons = enumerators(guard.btf(), "gate_reason");
        assertThat(reasons.remove("GATE_REASONS")).isEqualTo(Reason.values().length);
        assertThat(reasons).isEqualTo(constants("GATE_", Reason.values(), Reason::number));
        assertThat(enumerators(guard.btf(), "gate_verdict"))
                .isEqualTo(constants("GATE_", Verdict.values(), Verdict::number));
        assertThat(enumerators(guard.btf(), "gate_use")).isEqualTo(constants("GATE_USE_", Use.values(), Use::bit));
        assertThat(enumerators(guard.btf(), "gate_scope"))
                .isEqualTo(constants("GATE_SCOPE_", Scope.values(), Scope::number));
        assertThat(enumerators(guard.btf(), "gate_hook"))
                .isEqualTo(constants("GATE_HOOK_", Hook.values(), Hook::number));
        assertThat(enumerators(guard.btf(), "gate_standing"))
                .isEqualTo(constants("GATE_PROCESS_", Standing.values(), Standing::bit));
        assertThat(enumerators(guard.btf(), "gate_protection"))
                .isEqualTo(constants("GATE_PROTECT_", Protection.values(), Protection::bit));
        assertThat(enumerators(guard.btf(), "gate_object_kind"))
                .isEqualTo(constants("GATE_OBJECT_", OwnObject.Kind.values(), OwnObject.Kind::number));
        assertThat(enumerators(guard.btf(), "gate_place_trait"))
                .isEqualTo(constants("GATE_PLACE_", Place.Trait.values(), Place.Trait::bit));
        assertThat(enumerators(guard.btf(), "gate_action"))
                .isEqualTo(constants("GATE_ACTION_", ProcessRequest.Action.values(), ProcessRequest.Action::number));
        assertThat(enumerators(guard.btf(), "gate_digest_source"))
                .isEqualTo(constants("GATE_DIGEST_", DigestSource.values(), DigestSource::number));
        assertThat(enumerators(guard.btf(), "gate_algorithm"))
                .isEqualTo(constants("GATE_", HashAlgorithm.values(), HashAlgorithm::number));
    }

    private static Guard guard(ByteOrder order) throws FormatException {
        ElfObject elf = ElfObject.parse(GuardObject.bytes(order), GuardObject.fileName(order));
        return new Guard(order, elf, Btf.parse(elf.reader(elf.section(".BTF").orElseThrow())));
    }

    private static RecordImage identityImage(Btf btf) {
        return new RecordImage(btf, "gate_identity")
                .put("start_boot_ns", IDENTITY.startBootNanos())
                .put("execs", IDENTITY.execs())
                .put("tgid", IDENTITY.tgid())
                .put("reserved", 0);
    }

    private static long sizeOf(Guard guard, String struct) {
        return RecordImage.struct(guard.btf(), struct).size();
    }

    private static RecordImage digestImage(Btf btf, VerityDigest digest) {
        return new RecordImage(btf, "gate_digest")
                .put("algorithm", digest.algorithm().number())
                .put("size", digest.algorithm().digestSize())
                .put("bytes", digest.bytes());
    }

    private static VerityDigest digest(HashAlgorithm algorithm) {
        return new VerityDigest(algorithm, Arrays.copyOf(DIGEST, algorithm.digestSize()));
    }

    private static Map<String, Long> enumerators(Btf btf, String name) {
        BtfType type = btf.type(btf.find(BtfKind.ENUM, name).orElseThrow());
        Map<String, Long> numbers = new HashMap<>();
        ((BtfType.Enum) type).values().forEach(value -> numbers.put(value.name(), value.value()));
        return numbers;
    }

    private static <E extends Enum<E>> Map<String, Long> constants(String prefix, E[] all, ToLongFunction<E> number) {
        return Stream.of(all).collect(Collectors.toMap(e -> prefix + e.name(), number::applyAsLong));
    }

    private static byte[] count(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }
}
