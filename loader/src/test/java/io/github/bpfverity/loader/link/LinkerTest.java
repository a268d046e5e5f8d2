package io.github.bpfverity.loader.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkerTest {
    @TempDir
    private Path directory;

    private FakeKernel kernel;

    @BeforeEach
    void makeKernel() {
        kernel = new FakeKernel(directory);
    }

    static Stream<ByteOrder> orders() {
        return Fixtures.ORDERS.stream();
    }

    private LinkedProgram program(ObjectSpec spec, String name) {
        return program(Linker.link(spec, kernel), name);
    }

    private static LinkedProgram program(LinkedObject object, String name) {
        return object.programs().stream()
                .filter(program -> program.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int kernelId(FakeKernel kernel, BtfKind kind, String name) throws IOException {
        return kernel.kernelBtf().vmlinux().find(kind, name).orElseThrow();
    }

    /** The starts of the functions of a program, by its function records. */
    private static int[] starts(LinkedProgram program, ByteOrder order) {
        ByteBuffer records = ByteBuffer.wrap(program.debugInfo().functions()).order(order);
        return IntStream.range(0, program.debugInfo().functionCount())
                .map(i -> records.getInt(8 * i))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void appendsEachSubprogramOnceWhereItIsFirstMet(ByteOrder order) {
        ObjectSpec spec = Fixtures.spec("subprograms", order);
        LinkedProgram one = program(spec, "one");
        Btf btf = spec.btf().orElseThrow();
        ByteBuffer records = ByteBuffer.wrap(one.debugInfo().functions()).order(order);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < one.debugInfo().functionCount(); i++) {
            names.add(btf.name(records.getInt(8 * i + 4)));
        }
        assertThat(names).containsExactly("one", "hidden", "shared", "leaf");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void callsLandOnTheFunctionsThatTheyNamed(ByteOrder order) {
        LinkedObject object = Linker.link(Fixtures.spec("subprograms", order), kernel);
        for (LinkedProgram program : object.programs()) {
            int[] starts = starts(program, order);
            long[] code = program.code();
            for (int i = 0; i < code.length; i++) {
                if (Insn.isLocalCall(code[i]) || Insn.isFunctionAddress(code[i])) {
                    int target = i + 1 + Insn.imm(code[i]);
                    assertThat(starts).as("%s at %d", program.spec().name(), i).contains(target);
                }
            }
        }
    }

    @Test
    void programsThatAreNotToBeLoadedAreLeftOut() {
        ObjectSpec spec = Fixtures.spec("subprograms");
        assertThat(Linker.link(spec, kernel).programs())
                .extracting(program -> program.spec().name())
                .containsExactly("one", "two");
        ObjectSpec wanted = spec.withProgram("optional", program -> program.withAutoload(true));
        assertThat(Linker.link(wanted, kernel).programs()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void lineRecordsMoveWithTheirFunctions(ByteOrder order) {
        LinkedProgram one = program(Fixtures.spec("subprograms", order), "one");
        ByteBuffer records = ByteBuffer.wrap(one.debugInfo().lines()).order(order);
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < one.debugInfo().lineCount(); i++) {
            offsets.add(records.getInt(16 * i));
        }
        assertThat(offsets).isSorted().doesNotHaveDuplicates();
        assertThat(offsets).contains(Arrays.stream(starts(one, order)).boxed().toArray(Integer[]::new));
        assertThat(one.sourceLine(0))
                .hasValueSatisfying(line ->
                        assertThat(line).contains("subprograms.bpf.c:").contains("return hidden(1) + leaf(2);"));
        int leaf = starts(one, order)[3];
        assertThat(one.sourceLine(leaf))
                .hasValueSatisfying(line -> assertThat(line).contains("leaf(int x)"));
        assertThat(one.sourceLine(one.code().length)).isEmpty();
        assertThat(one.sourceLine(-1)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void mapsAndTheirValuesAwaitDescriptors(ByteOrder order) {
        LinkedProgram count = program(Fixtures.spec("data", order), "count");
        assertThat(count.mapReferences())
                .extracting(MapReference::map)
                .contains("data.bss", ".bss.private", ".data.custom", ".rodata.tables");
        for (MapReference reference : count.mapReferences()) {
            long insn = count.code()[reference.instruction()];
            assertThat(Insn.isWide(insn)).isTrue();
            assertThat(Insn.src(insn)).isEqualTo(Insn.PSEUDO_MAP_VALUE);
        }
        MapReference hits = count.mapReferences().get(0);
        assertThat(hits.map()).isEqualTo("data.data");
        assertThat(Insn.imm(count.code()[hits.instruction() + 1])).isEqualTo(4);

        LinkedProgram entry = program(Fixtures.spec("maps", order), "entry");
        assertThat(entry.mapReferences())
                .extracting(MapReference::map)
                .containsExactly("typed", "sized", "jumps", "outer");
        assertThat(Insn.src(entry.code()[entry.mapReferences().get(0).instruction()]))
                .isEqualTo(Insn.PSEUDO_MAP_FD);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void sectionsThatBeginTheSameAreMapsOfTheirOwn(ByteOrder order) {
        LinkedObject object = Linker.link(Fixtures.spec("names", order), kernel);
        assertThat(object.maps())
                .extracting(MapSpec::name)
                .containsExactlyInAnyOrder(".data.counters_ingress", ".data.counters_egress");
        assertThat(program(object, "swap").mapReferences())
                .extracting(MapReference::map)
                .contains(".data.counters_ingress", ".data.counters_egress");
    }

    @Test
    void mapsThatAreNotCreatedArePoisoned() {
        ObjectSpec spec = Fixtures.spec("maps").withMap("sized", map -> map.withAutocreate(false));
        LinkedObject object = Linker.link(spec, kernel);
        assertThat(object.maps()).extracting(MapSpec::name).doesNotContain("sized");
        LinkedProgram entry = program(object, "entry");
        int at = entry.poisons().keySet().iterator().next();
        int index = spec.maps().indexOf(spec.map("sized").orElseThrow());
        assertThat(entry.poison(at)).hasValue("map sized was not to be created");
        assertThat(entry.code()[at]).isEqualTo(Insn.of(Insn.CALL, 0, 0, 0, 2_001_000_000 + index));
        assertThat(entry.code()[at + 1]).isEqualTo(entry.code()[at]);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void fillsInConfigurationValues(ByteOrder order) {
        LinkedObject object = Linker.link(Fixtures.spec("externs", order), kernel);
        MapSpec map = object.maps().stream()
                .filter(candidate -> candidate.symbol().equals(".kconfig"))
                .findFirst()
                .orElseThrow();
        ByteBuffer values = ByteBuffer.wrap(map.contents()).order(order);
        assertThat(values.getLong(0)).isEqualTo(250);
        assertThat(values.getInt(8)).isEqualTo(2);
        assertThat(values.getInt(12)).isEqualTo(0x060c05);
        assertThat(values.getShort(16)).isZero();
        assertThat(values.get(18)).isEqualTo((byte) 1);
        assertThat(new String(map.contents(), 19, 7, StandardCharsets.US_ASCII)).isEqualTo("(none)\0");
    }

    @Test
    void refusesConfigurationValuesThatDoNotFit() {
        kernel.configuration.put("CONFIG_BPF", "m");
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("externs"), kernel))
                .hasMessage("externs.bpf.o: configuration value CONFIG_BPF is m on this kernel:"
                        + " declare it bool, char or enum libbpf_tristate");
        kernel.configuration.put("CONFIG_BPF", "y");
        kernel.configuration.put("CONFIG_ABSENT", "65536");
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("externs"), kernel)).hasMessageContaining("16 bits");
        kernel.configuration.put("CONFIG_ABSENT", "0xffff");
        kernel.configuration.remove("CONFIG_HZ");
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("externs"), kernel))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("CONFIG_HZ is not set");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void resolvesKernelSymbols(ByteOrder order) throws IOException {
        LinkedProgram use = program(Fixtures.spec("externs", order), "use");
        long[] code = use.code();
        int function = kernelId(kernel, BtfKind.FUNC, "known_function");
        int variable = kernelId(kernel, BtfKind.VAR, "known_variable");
        assertThat(code).contains(Insn.of(Insn.CALL, 0, Insn.PSEUDO_KFUNC_CALL, 0, function));
        assertThat(Arrays.stream(code).filter(insn -> Insn.isWide(insn) && Insn.src(insn) == Insn.PSEUDO_BTF_ID))
                .singleElement()
                .satisfies(insn -> assertThat(Insn.imm(insn)).isEqualTo(variable));
        assertThat(wideImmediates(code)).contains(0xffff_ffff_8100_0000L, 0L);
    }

    private static List<Long> wideImmediates(long[] code) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < code.length; i++) {
            if (Insn.isWide(code[i])) {
                values.add(Insn.wideImmediate(code[i], code[i + 1]));
                i++;
            }
        }
        return values;
    }

    @Test
    void weakFunctionsThatAreMissingAreCallsOfFunctionZero() {
        LinkedProgram use = program(Fixtures.spec("externs"), "use");
        assertThat(use.poisons().values()).singleElement().asString().contains("no function unknown_function");
        int at = use.poisons().keySet().iterator().next();
        assertThat(use.code()[at]).isEqualTo(Insn.of(Insn.CALL, 0, Insn.PSEUDO_KFUNC_CALL, 0, 0));
        assertThat(use.stoppingAtPoison(use.code())[at]).isEqualTo(Insn.of(Insn.CALL, 0, 0, 0, 2_002_000_000));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void weakFunctionsThatAreDeclaredOtherwiseAreMissing(ByteOrder order) throws IOException {
        LinkedProgram choose = program(Fixtures.spec("flavours", order), "choose");
        int function = kernelId(kernel, BtfKind.FUNC, "known_function");
        assertThat(choose.code())
                .contains(Insn.of(Insn.CALL, 0, Insn.PSEUDO_KFUNC_CALL, 0, function))
                .contains(Insn.of(Insn.CALL, 0, Insn.PSEUDO_KFUNC_CALL, 0, 0));
        assertThat(choose.poisons().values()).singleElement().asString().contains("known_function___old");
    }

    @Test
    void otherSymbolsThatAreDeclaredOtherwiseAreErrors() {
        ObjectSpec spec = Fixtures.spec("flavours");
        assertThatThrownBy(() -> Linker.link(spec.withProgram("function", p -> p.withAutoload(true)), kernel))
                .hasMessage("flavours.bpf.o: declares kernel function known_function___strong otherwise than this"
                        + " kernel has it");
        assertThatThrownBy(() -> Linker.link(spec.withProgram("variable", p -> p.withAutoload(true)), kernel))
                .hasMessageContaining("kernel variable known_variable otherwise");
    }

    @Test
    void variablesHaveNoFlavours() {
        ObjectSpec spec = Fixtures.spec("flavours").withProgram("flavour_of_variable", p -> p.withAutoload(true));
        assertThat(wideImmediates(program(spec, "flavour_of_variable").code())).containsExactly(0L);
    }

    @Test
    void symbolsAreReadOnceForAllExterns() {
        Linker.link(Fixtures.spec("externs"), kernel);
        assertThat(kernel.symbolReads).isEqualTo(1);
    }

    @Test
    void strongSymbolsThatAreMissingAreErrors() {
        kernel.symbols.clear();
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("externs"), kernel))
                .hasMessage("externs.bpf.o: needs kernel symbol known_address, which this kernel does not have");
    }

    @Test
    void symbolsOfWhichThereAreSeveralAreErrors() {
        kernel.symbols.put("known_address", Set.of(1L, 2L));
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("externs"), kernel))
                .hasMessage("externs.bpf.o: needs kernel symbol known_address, of which this kernel has 2 at different"
                        + " addresses");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void fitsFieldAccessesToTheKernel(ByteOrder order) {
        LinkedObject object = Linker.link(
                Fixtures.spec("core", order).withProgram("poisoned", program -> program.withAutoload(false)), kernel);
        List<Integer> offsets = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (long insn : program(object, "load").code()) {
            if (Insn.classOf(insn) == Insn.LDX) {
                offsets.add((int) Insn.off(insn));
                sizes.add(Insn.accessSize(insn));
            }
        }
        assertThat(offsets).containsExactlyInAnyOrder(8, 24);
        assertThat(sizes).containsExactlyInAnyOrder(8, 2);
        assertThat(program(object, "load").poisons()).isEmpty();
    }

    @Test
    void accessesWithoutATargetArePoisonedAndExplained() {
        LinkedObject object = Linker.link(Fixtures.spec("core"), kernel);
        LinkedProgram poisoned = program(object, "poisoned");
        assertThat(poisoned.code()[0]).isEqualTo(Insn.of(Insn.CALL, 0, 0, 0, 195896080));
        assertThat(poisoned.poison(0))
                .hasValueSatisfying(reason -> assertThat(reason).contains("struct gone"));
        LinkedProgram guarded = program(object, "guarded");
        assertThat(guarded.poisons()).hasSize(1);
        assertThat(guarded.code()[0]).isEqualTo(Insn.of(Insn.opcode(guarded.code()[0]), 2, 0, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void findsAttachTargets(ByteOrder order) throws IOException {
        LinkedObject object = Linker.link(Fixtures.spec("attach", order), kernel);
        assertThat(program(object, "hook").attachBtfId()).isEqualTo(kernelId(kernel, BtfKind.FUNC, "bpf_lsm_bpf"));
        assertThat(program(object, "enter").attachBtfId()).isEqualTo(kernelId(kernel, BtfKind.FUNC, "known_function"));
        assertThat(program(object, "trace").attachBtfId())
                .isEqualTo(kernelId(kernel, BtfKind.TYPEDEF, "btf_trace_switch"));
        assertThat(program(object, "list").attachBtfId()).isEqualTo(kernelId(kernel, BtfKind.FUNC, "bpf_iter_task"));
        assertThat(program(object, "list").attachModule()).isNull();
        assertThat(program(object, "leave").attachModule()).isEqualTo("testmod");
        assertThat(program(object, "leave").attachBtfId())
                .isEqualTo(kernel.kernelBtf()
                        .module("testmod")
                        .find(BtfKind.FUNC, "module_function")
                        .orElseThrow());
    }

    @Test
    void saysWhichAttachTargetIsMissing() {
        ObjectSpec lost = Fixtures.spec("attach").withProgram("lost", program -> program.withAutoload(true));
        assertThatThrownBy(() -> Linker.link(lost, kernel))
                .hasMessage("attach.bpf.o: lost in section ?fentry/nowhere: attaches to nowhere,"
                        + " but this kernel's BTF has no func nowhere");
        ObjectSpec aimless = Fixtures.spec("attach").withProgram("aimless", program -> program.withAutoload(true));
        assertThatThrownBy(() -> Linker.link(aimless, kernel)).hasMessageContaining("SEC(\"fentry/NAME\")");
        ObjectSpec aimed = aimless.withProgram("aimless", program -> program.withAttachTarget("module_function"));
        assertThat(program(aimed, "aimless").attachModule()).isEqualTo("testmod");
    }

    @Test
    void programsOfNoTypeAreRefusedUntilTheyAreGivenOne() {
        ObjectSpec spec = Fixtures.spec("plain");
        assertThatThrownBy(() -> Linker.link(spec, kernel))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("unknown in section mystery/thing");
        ObjectSpec typed = spec.withProgram("unknown", program -> program.withType(ProgramType.SOCKET_FILTER, 0));
        assertThat(Linker.link(typed, kernel).programs()).hasSize(2);
    }

    @Test
    void aStructThatIsCreatedHasItsProgramsLoaded() {
        ObjectSpec spec = Fixtures.spec("struct_ops").withProgram("engine_stop", p -> p.withAutoload(false));
        assertThat(Linker.link(spec, kernel).programs())
                .extracting(program -> program.spec().name())
                .containsExactly("engine_start", "engine_stop");
        ObjectSpec without = spec.withMap("engine", map -> map.withAutocreate(false));
        assertThat(Linker.link(without, kernel).programs()).isEmpty();
    }

    @Test
    void aProgramForAMemberThatTheKernelHasNotIsLeftOutIfItNeedNotBeLoaded() {
        ObjectSpec spec = Fixtures.spec("struct_ops");
        assertThat(Linker.link(spec, kernel).programs())
                .extracting(program -> program.spec().name())
                .doesNotContain("engine_novel");
        ObjectSpec wanted = spec.withProgram("engine_novel", program -> program.withAutoload(true));
        assertThatThrownBy(() -> Linker.link(wanted, kernel))
                .hasMessage("struct_ops.bpf.o: struct_ops engine sets member novel, which the kernel's struct does not"
                        + " have; to do without, clear autoload of program engine_novel");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void fitsStructOpsToTheKernelsStruct(ByteOrder order) throws IOException {
        LinkedObject object = Linker.link(Fixtures.spec("struct_ops", order), kernel);
        LinkedStructOps engine = object.structOps().get(0);
        assertThat(object.structOps()).hasSize(1);
        assertThat(engine.kernelValueTypeId()).isEqualTo(kernelId(kernel, BtfKind.STRUCT, "bpf_struct_ops_engine"));
        assertThat(engine.slots())
                .containsExactly(
                        new LinkedStructOps.Slot(16 + 32, "engine_start"),
                        new LinkedStructOps.Slot(16 + 24, "engine_stop"));
        ByteBuffer value = ByteBuffer.wrap(engine.value()).order(order);
        assertThat(value.capacity()).isEqualTo(64);
        assertThat(value.getInt(16)).isEqualTo(5);
        assertThat(new String(engine.value(), 20, 4, StandardCharsets.US_ASCII)).isEqualTo("mine");
        LinkedProgram start = program(object, "engine_start");
        assertThat(start.spec().expectedAttachType()).isEqualTo(3);
        assertThat(start.attachBtfId()).isEqualTo(kernelId(kernel, BtfKind.STRUCT, "engine"));
    }

    @Test
    void aKernelWithoutBtfFailsOnlyWhatNeedsIt(@TempDir Path empty) {
        LinkEnvironment bare = new FakeKernel(directory) {
            @Override
            public KernelTypes kernelTypes() {
                return new KernelTypes(KernelBtf.in(empty));
            }
        };
        assertThat(Linker.link(Fixtures.spec("maps"), bare).programs()).hasSize(2);
        assertThatThrownBy(() -> Linker.link(Fixtures.spec("core"), bare))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("core.bpf.o: needs the kernel's BTF");
    }

    @Test
    void linkingChangesNothingInTheSpec() {
        ObjectSpec spec = Fixtures.spec("externs");
        List<ProgramSpec> programs = List.copyOf(spec.programs());
        long[] first = program(spec, "use").code();
        kernel.symbols.put("known_address", Set.of(1L));
        assertThat(program(spec, "use").code()).isNotEqualTo(first);
        kernel.symbols.put("known_address", Set.of(0xffff_ffff_8100_0000L));
        assertThat(program(spec, "use").code()).isEqualTo(first);
        assertThat(spec.programs()).isEqualTo(programs);
    }
}
