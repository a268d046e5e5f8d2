package io.github.bpfverity.loader.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectSpecTest {
    static Stream<ByteOrder> orders() {
        return Fixtures.ORDERS.stream();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsProgramsInOrder(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("subprograms", order);
        assertThat(spec.order()).isEqualTo(order);
        assertThat(spec.license()).isEqualTo("GPL");
        assertThat(spec.programs()).extracting(ProgramSpec::name).containsExactly("one", "two", "optional");
        assertThat(spec.programs()).extracting(ProgramSpec::autoload).containsExactly(true, true, false);
        assertThat(spec.program("two").orElseThrow().firstInstruction())
                .isEqualTo(spec.program("one").orElseThrow().instructionCount());
        assertThat(spec.program("optional").orElseThrow().type()).isEqualTo(ProgramType.XDP);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void resolvesCallsAndCallbacks(ByteOrder order) {
        ObjectCode code = Fixtures.spec("subprograms", order).code();
        assertThat(targets(code, "one", Reference.Kind.CALL)).containsExactly("hidden", "leaf");
        assertThat(targets(code, "hidden", Reference.Kind.CALL)).containsExactly("shared");
        assertThat(targets(code, "shared", Reference.Kind.CALL)).containsExactly("leaf");
        assertThat(targets(code, "two", Reference.Kind.FUNCTION_ADDRESS)).containsExactly("callback");
        assertThat(targets(code, "callback", Reference.Kind.CALL)).containsExactly("leaf");
    }

    private static List<String> targets(ObjectCode code, String caller, Reference.Kind kind) {
        Function function = code.functions().stream()
                .filter(candidate -> candidate.name().equals(caller))
                .findFirst()
                .orElseThrow();
        return code.sectionOf(function).references(function.first(), function.end()).stream()
                .filter(reference -> reference.kind() == kind)
                .map(reference -> code.functions().get(reference.target()).name())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void hiddenFunctionsBecomeStaticInBtf(ByteOrder order) {
        Btf btf = Fixtures.spec("subprograms", order).btf().orElseThrow();
        assertThat(linkage(btf, "hidden")).isEqualTo(BtfType.Func.STATIC);
        assertThat(linkage(btf, "shared")).isEqualTo(BtfType.Func.GLOBAL);
    }

    private static int linkage(Btf btf, String name) {
        BtfType type = btf.type(btf.find(BtfKind.FUNC, name).orElseThrow());
        return type instanceof BtfType.Func function ? function.linkage() : -1;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsDeclaredMaps(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("maps", order);
        MapSpec typed = spec.map("typed").orElseThrow();
        assertThat(typed.type()).isEqualTo(MapType.HASH);
        assertThat(typed.keySize()).isEqualTo(8);
        assertThat(typed.valueSize()).isEqualTo(24);
        assertThat(typed.maxEntries()).isEqualTo(1024);
        assertThat(typed.flags()).isEqualTo(1);
        assertThat(spec.btf().orElseThrow().name(typed.valueTypeId())).isEqualTo("value");

        MapSpec sized = spec.map("sized").orElseThrow();
        assertThat(List.of(sized.keySize(), sized.valueSize(), sized.numaNode()))
                .containsExactly(4, 12, 1);
        assertThat(sized.pinning()).isEqualTo(Pinning.BY_NAME);
        assertThat(spec.map("extra").orElseThrow().mapExtra()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsInnerMapsAndDeclaredValues(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("maps", order);
        MapSpec outer = spec.map("outer").orElseThrow();
        assertThat(outer.valueSize()).isEqualTo(4);
        assertThat(outer.inner()).isNotNull();
        assertThat(outer.inner().valueSize()).isEqualTo(8);
        assertThat(outer.slots()).containsExactly(new MapSpec.Slot(0, "first"), new MapSpec.Slot(2, "second"));
        assertThat(spec.map("jumps").orElseThrow().slots()).containsExactly(new MapSpec.Slot(1, "tail"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void makesMapsOfDataSections(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("data", order);
        assertThat(spec.kernelVersion()).isEqualTo(0x060100);
        assertThat(spec.maps())
                .extracting(MapSpec::name)
                .containsExactlyInAnyOrder(
                        "data.rodata", "data.data", ".data.custom", ".rodata.tables", ".bss.private", "data.bss");
        MapSpec constants = spec.map(".rodata").orElseThrow();
        assertThat(constants.frozen()).isTrue();
        assertThat(constants.flags()).isEqualTo(MapSpec.READ_ONLY_PROGRAM | MapSpec.MMAPABLE);
        assertThat(constants.maxEntries()).isOne();
        assertThat(constants.contents()).hasSize(constants.valueSize());
        assertThat(spec.map("data.bss").orElseThrow().contents()).isNull();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void aSectionOfStaticVariablesIsNotMapped(ByteOrder order) {
        assertThat(Fixtures.spec("data", order)
                        .map(".bss.private")
                        .orElseThrow()
                        .flags())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void placesVariablesWithTheirTypes(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("data", order);
        Btf btf = spec.btf().orElseThrow();
        for (VariableSpec variable : spec.variables()) {
            assertThat(btf.sizeOf(variable.typeId())).as(variable.name()).hasValue(variable.size());
        }
        assertThat(spec.variables())
                .extracting(VariableSpec::name)
                .contains("limit", "enabled", "counters", "port", "hits", "custom", "table", "secret");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void completesDataSectionsInBtf(ByteOrder order) {
        Btf btf = Fixtures.spec("data", order).btf().orElseThrow();
        BtfType.Datasec data =
                (BtfType.Datasec) btf.type(btf.find(BtfKind.DATASEC, ".data").orElseThrow());
        assertThat(data.size()).isEqualTo(8);
        assertThat(data.entries()).extracting(entry -> entry.offset()).containsExactly(0L, 4L);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void numbersGoInInTheObjectsByteOrder(ByteOrder order) {
        ObjectSpec spec =
                Fixtures.spec("data", order).withVariable("limit", 0x01020304).withVariable("enabled", true);
        byte[] contents = spec.map(".rodata").orElseThrow().contents();
        byte[] expected = order == ByteOrder.LITTLE_ENDIAN ? new byte[] {4, 3, 2, 1, 1} : new byte[] {1, 2, 3, 4, 1};
        assertThat(contents).isEqualTo(expected);
    }

    @Test
    void settingAVariableLeavesTheOriginalAlone() {
        ObjectSpec spec = Fixtures.spec("data");
        byte[] before = spec.map(".data").orElseThrow().contents().clone();
        spec.withVariable("port", 1);
        assertThat(spec.map(".data").orElseThrow().contents()).isEqualTo(before);
    }

    @Test
    void variablesOfBssGetBytes() {
        ObjectSpec spec = Fixtures.spec("data").withVariable("secret", -1);
        assertThat(spec.map(".bss.private").orElseThrow().contents()).containsExactly(-1, -1, -1, -1);
    }

    @Test
    void refusesValuesThatDoNotFit() {
        ObjectSpec spec = Fixtures.spec("data").withVariable("port", 65535).withVariable("port", -32768);
        assertThatThrownBy(() -> spec.withVariable("port", 65536)).hasMessageContaining("port of 2 bytes");
        assertThatThrownBy(() -> spec.withVariable("port", -32769)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spec.withVariable("port", true)).hasMessageContaining("has 2 bytes, not 1");
        assertThatThrownBy(() -> spec.withVariable("counters", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spec.withVariable("none", 1)).hasMessage("data.bpf.o has no variable none");
        assertThatThrownBy(() -> spec.withMap("none", map -> map)).hasMessage("data.bpf.o has no map none");
        assertThatThrownBy(() -> spec.withProgram("none", program -> program))
                .hasMessage("data.bpf.o has no program none");
    }

    @Test
    void changesOneMapOrProgram() {
        ObjectSpec spec = Fixtures.spec("maps")
                .withMap("typed", map -> map.withMaxEntries(7))
                .withProgram("tail", program -> program.withAutoload(false));
        assertThat(spec.map("typed").orElseThrow().maxEntries()).isEqualTo(7);
        assertThat(spec.map("sized").orElseThrow().maxEntries()).isEqualTo(4);
        assertThat(spec.programs()).extracting(ProgramSpec::autoload).containsExactly(false, true);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void ordersExternsAndPlacesConfigurationValues(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("externs", order);
        assertThat(spec.externs())
                .extracting(ExternSpec::name)
                .containsExactly(
                        "CONFIG_HZ",
                        "CONFIG_MODULAR",
                        "LINUX_KERNEL_VERSION",
                        "CONFIG_ABSENT",
                        "CONFIG_BPF",
                        "CONFIG_HOSTNAME",
                        "known_address",
                        "known_function",
                        "known_variable",
                        "unknown_address",
                        "unknown_function",
                        "unknown_variable");
        assertThat(spec.externs()).extracting(ExternSpec::offset).startsWith(0, 8, 12, 16, 18, 19);
        assertThat(spec.externs()).filteredOn(ExternSpec::weak).hasSize(4);
        assertThat(spec.map(".kconfig").orElseThrow().valueSize()).isEqualTo(31);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void externsBecomeOrdinaryInBtf(ByteOrder order) {
        Btf btf = Fixtures.spec("externs", order).btf().orElseThrow();
        BtfType.Datasec symbols =
                (BtfType.Datasec) btf.type(btf.find(BtfKind.DATASEC, ".ksyms").orElseThrow());
        assertThat(symbols.size()).isEqualTo(24);
        assertThat(symbols.entries()).allSatisfy(entry -> {
            assertThat(entry.size()).isEqualTo(4);
            assertThat(btf.type(entry.type())).isInstanceOfSatisfying(BtfType.Var.class, variable -> {
                assertThat(variable.linkage()).isEqualTo(BtfType.Var.GLOBAL);
                assertThat(btf.sizeOf(variable.type())).hasValue(4);
            });
        });
        assertThat(linkage(btf, "known_function")).isEqualTo(BtfType.Func.GLOBAL);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsStructOps(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("struct_ops", order);
        MapSpec engine = spec.map("engine").orElseThrow();
        assertThat(engine.kind()).isEqualTo(MapKind.STRUCT_OPS);
        assertThat(engine.flags()).isEqualTo(MapSpec.LINK);
        assertThat(engine.slots())
                .containsExactly(
                        new MapSpec.Slot(0, "engine_start"),
                        new MapSpec.Slot(8, "engine_stop"),
                        new MapSpec.Slot(48, "engine_novel"));
        assertThat(spec.map("spare").orElseThrow().autocreate()).isFalse();
        assertThat(spec.program("engine_stop").orElseThrow().sleepable()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void variablesInAddressSpaceOneBelongToTheArena(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("arena", order);
        MapSpec arena = spec.map("arena").orElseThrow();
        assertThat(arena.mapExtra()).isEqualTo(1L << 44);
        assertThat(arena.contents()).hasSize(12);
        Function place = spec.code().entry(spec.program("place").orElseThrow());
        assertThat(spec.code().sectionOf(place).references(place.first(), place.end()))
                .extracting(Reference::kind)
                .containsExactly(Reference.Kind.MAP_VALUE);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsLegacyMapsWithAWarning(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("legacy", order);
        MapSpec first = spec.map("first").orElseThrow();
        assertThat(List.of(first.type(), first.keySize(), first.valueSize(), first.maxEntries(), first.flags()))
                .containsExactly(MapType.HASH, 4, 8, 16, 1);
        assertThat(spec.map("second").orElseThrow().type()).isEqualTo(MapType.ARRAY);
        assertThat(spec.map("third").orElseThrow().valueSize()).isEqualTo(16);
        assertThat(spec.warnings())
                .containsExactly(
                        "section maps is of the old style, without types; .maps replaces it",
                        "section maps/third is of the old style, without types; .maps replaces it");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsObjectsWithoutBtf(ByteOrder order) throws FormatException {
        byte[] image = Fixtures.bytes("plain", order);
        String text = new String(image, StandardCharsets.ISO_8859_1).replace(".BTF", ".XXX");
        ObjectSpec spec = ObjectSpec.parse("plain.o", text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(spec.btf()).isEmpty();
        assertThat(spec.programs()).extracting(ProgramSpec::type).containsExactly(ProgramType.XDP, ProgramType.UNSPEC);
        assertThat(spec.variables()).extracting(VariableSpec::name).containsExactly("counter");
    }

    @Test
    void theSameBytesGiveTheSameSpec() {
        ObjectSpec one = Fixtures.spec("maps");
        ObjectSpec two = Fixtures.spec("maps");
        assertThat(one.programs()).isEqualTo(two.programs());
        assertThat(one.maps()).isEqualTo(two.maps());
        assertThat(one.variables()).isEqualTo(two.variables());
    }
}
