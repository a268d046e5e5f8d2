package io.github.bpfverity.parsertests.inspect;

import static io.github.bpfverity.parsertests.inspect.Hostile.MANY;
import static io.github.bpfverity.parsertests.inspect.Hostile.many;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.elf.ElfImage.Part;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.parsertests.fuzz.Inputs;
import io.github.bpfverity.parsertests.fuzz.Promise;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects made to cost more than their size: the promise of time and memory is kept, and they can be inspected. */
@Timeout(60)
class HostileObjectTest {
    /** Of characters that JSON writes by number. */
    private static final String LONG = "\u00fc".repeat(150_000);

    @TempDir
    private Path folder;

    /** Reads within the promised time and memory, and inspects; the answer is what was read. */
    private Optional<ObjectSpec> read(Hostile object) throws IOException {
        byte[] bytes = object.bytes();
        Optional<ObjectSpec> spec = Promise.kept(bytes, input -> ObjectSpec.parse(Inputs.NAME, input));
        Path file = folder.resolve(Inputs.NAME);
        Files.write(file, bytes);
        Inspection.of("--json", "--elf", "--types", file.toString()).assertKept();
        return spec;
    }

    private String refused(Hostile object) {
        try {
            ObjectSpec.parse(Inputs.NAME, object.bytes());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("accepted");
    }

    @Test
    void manySectionsOfOneNameWithManyRelocationsEach() throws IOException {
        Hostile object = new Hostile();
        int struct = object.struct("s", 1, "a", object.integer);
        int name = object.types.addString("xdp");
        for (int i = 0; i < MANY; i++) {
            object.program("xdp").relocation(name, struct, "0:0");
        }
        assertThat(read(object).orElseThrow().programs()).hasSize(MANY);
    }

    @Test
    void manyDataSectionsOfOneNameAndManyVariables() throws IOException {
        Hostile object = new Hostile();
        int variable = object.variable("v", object.integer);
        object.datasec(".data.x", 8L * MANY, many(i -> new DatasecEntry(variable, 8L * i, 4)));
        for (int i = 0; i < MANY; i++) {
            object.object("v", object.progbits(".data.x", 8), 0, 4);
        }
        assertThat(read(object).orElseThrow().variables()).hasSize(MANY);
    }

    @Test
    void manyDataSectionsToBeFoundAmongManyOthers() throws IOException {
        Hostile object = new Hostile();
        for (int i = 0; i < MANY; i++) {
            object.nobits("other");
        }
        object.progbits(".data.x", 8);
        many(i -> object.datasec(".data.x", 0, List.of()));
        assertThat(read(object)).isPresent();
    }

    @Test
    void manyValuesOfOneMap() throws IOException {
        Hostile object = new Hostile();
        int array = object.types.add(
                new BtfType.Array(object.types.add(new BtfType.Ptr(object.prototype(0))), object.integer, MANY));
        int type = object.types.add(
                new BtfType.Ptr(object.types.add(new BtfType.Array(object.integer, object.integer, 3))));
        int struct = object.types.add(new BtfType.Struct(
                "", 8L * MANY + 8, false, List.of(new Member("type", type, 0, 0), new Member("values", array, 64, 0))));
        object.datasec(
                ".maps", 8L * MANY + 8, List.of(new DatasecEntry(object.variable("m", struct), 0, 8L * MANY + 8)));
        object.program("xdp");
        int maps = object.progbits(".maps", 8 * MANY + 8);
        many(i -> object.elf.relocation(maps, 8 + 8L * i, 2, 1));
        assertThat(read(object).orElseThrow().maps().get(0).slots()).hasSize(MANY);
    }

    /** Attributes of all maps are those of one struct, which goes on and on. */
    @Test
    void manyMapsOfOneStructWithManyMembers() throws IOException {
        Hostile object = new Hostile();
        int type = object.types.add(
                new BtfType.Ptr(object.types.add(new BtfType.Array(object.integer, object.integer, 1))));
        int struct = object.struct("", MANY, "type", type);
        int[] variables = many(i -> object.variable("m", struct)).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        object.datasec(".maps", 8L * MANY, many(i -> new DatasecEntry(variables[i], 8L * i, 8)));
        object.progbits(".maps", 8 * MANY);
        assertThat(read(object)).isEmpty();
        assertThat(refused(object)).isEqualTo("fuzz.o:.maps at 0x0: map m has type twice");
    }

    @Test
    void manyMapsInOnePlace() throws IOException {
        Hostile object = new Hostile();
        int type = object.types.add(
                new BtfType.Ptr(object.types.add(new BtfType.Array(object.integer, object.integer, 1))));
        int variable = object.variable("m", object.struct("", 1, "type", type));
        object.datasec(".maps", 8, many(i -> new DatasecEntry(variable, 0, 8)));
        object.progbits(".maps", 8);
        assertThat(read(object)).isEmpty();
        assertThat(refused(object)).isEqualTo("fuzz.o:.maps at 0x0: map m overlaps the one before it");
    }

    @Test
    void manyStructOpsOfTheSameBytes() throws IOException {
        Hostile object = new Hostile();
        int struct = object.types.add(new BtfType.Struct("ops", 500_000, false, List.of()));
        int variable = object.variable("o", struct);
        object.datasec(".struct_ops", 500_000, many(i -> new DatasecEntry(variable, 0, 500_000)));
        object.progbits(".struct_ops", 500_000);
        assertThat(read(object)).isEmpty();
        assertThat(refused(object)).isEqualTo("fuzz.o:.struct_ops at 0x0: o overlaps the one before it");
    }

    @Test
    void manyStructOpsWithManyMembers() throws IOException {
        Hostile object = new Hostile();
        int type = object.types.add(new BtfType.Struct("ops", 8, false, List.of()));
        object.datasec(
                ".struct_ops", 8L * MANY, many(i -> new DatasecEntry(object.variable("o" + i, type), 8L * i, 8)));
        object.program("xdp");
        int ops = object.progbits(".struct_ops", 8 * MANY);
        many(i -> object.elf.relocation(ops, 8L * i, 2, 1));
        assertThat(read(object).orElseThrow().maps()).hasSize(MANY);
    }

    @Test
    void manyMembersOfOneLongName() throws IOException {
        Hostile object = new Hostile();
        object.struct("s", MANY, LONG, object.integer);
        assertThat(read(object)).isEmpty();
        assertThat(refused(object)).startsWith("fuzz.o:.BTF:types at 0x").contains("names of this file overlap");
    }

    @Test
    void manyRelocationsOfOneStructWithManyMembers() throws IOException {
        Hostile object = new Hostile().program("xdp");
        int struct = object.struct("s", MANY, "a", object.integer);
        int name = object.types.addString("xdp");
        for (int i = 0; i < MANY; i++) {
            object.relocation(name, struct, "0:" + i);
        }
        assertThat(read(object).orElseThrow().btfExt().coreRelocations("xdp")).hasSize(MANY);
    }

    @Test
    void manyRelocationsOfOneEnumerationWithManyValues() throws IOException {
        Hostile object = new Hostile().program("xdp");
        int enumeration = object.enumeration(MANY);
        int name = object.types.addString("xdp");
        for (int i = 0; i < MANY; i++) {
            object.relocation(name, enumeration, "0");
        }
        assertThat(read(object)).isPresent();
    }

    @Test
    void manyRelocationsOfOneLongName() throws IOException {
        Hostile object = new Hostile().program("xdp");
        int struct = object.struct(LONG, 1, LONG, object.integer);
        int name = object.types.addString("xdp");
        for (int i = 0; i < MANY; i++) {
            object.relocation(name, struct, "0:0");
        }
        assertThat(read(object)).isPresent();
    }

    /** Each section's name is the rest of one long string, from another byte on. */
    @Test
    void manyNamesOfSectionsThatOverlap() throws IOException {
        Hostile object = new Hostile();
        int struct = object.struct("s", 1, "a", object.integer);
        int name = object.types.addString(LONG);
        for (int i = 0; i < MANY; i++) {
            object.relocation(name + i, struct, "0:0");
        }
        assertThat(read(object)).isEmpty();
        assertThat(refused(object))
                .startsWith("fuzz.o:.BTF.ext:core_relo at 0x")
                .contains("overlap to more than");
    }

    @Test
    void manyKernelFunctionsOfOnePrototypeWithManyParameters() throws IOException {
        Hostile object = new Hostile();
        int prototype = object.prototype(MANY);
        int[] functions = many(i -> object.types.add(new BtfType.Func("f", prototype, BtfType.Func.EXTERN))).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        object.datasec(".ksyms", 0, many(i -> new DatasecEntry(functions[i], 0, 0)));
        assertThat(read(object)).isPresent();
    }

    @Test
    void moreConfigurationThanThereCanBe() throws IOException {
        Hostile object = new Hostile();
        int array = object.types.add(new BtfType.Array(
                object.types.add(new BtfType.Int("char", 1, 0, 0, 8)), object.integer, Short.MAX_VALUE));
        int variable = object.types.add(new BtfType.Var("CONFIG_X", array, BtfType.Var.EXTERN));
        object.datasec(".kconfig", 0, List.of(new DatasecEntry(variable, 0, Short.MAX_VALUE)));
        for (int i = 0; i < 70_000; i++) {
            object.undefined("CONFIG_X");
        }
        assertThat(read(object)).isEmpty();
        assertThat(refused(object))
                .startsWith("fuzz.o:.symtab at 0x")
                .endsWith("configuration values of more than 16777216 bytes");
    }

    @Test
    void manyVariablesOfOneTypeWithManyMembers() throws IOException {
        Hostile object = new Hostile();
        int variable = object.variable("v", object.struct(LONG, MANY, "a", object.integer));
        object.datasec(".data", 8L * MANY, many(i -> new DatasecEntry(variable, 8L * i, 8)));
        int data = object.progbits(".data", 8 * MANY);
        many(i -> object.object("v", data, 8L * i, 8));
        assertThat(read(object).orElseThrow().variables()).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kprobe/", "?uprobe/"})
    void manyProgramsInASectionOfALongName(String prefix) throws IOException {
        Hostile object = new Hostile();
        int section = object.elf.section(Part.text(prefix + LONG, programs(MANY)));
        many(i -> object.elf.function("f", section, 8L * i, 8));
        assertThat(read(object).orElseThrow().programs()).hasSize(MANY);
    }

    @Test
    void manyRelocationsOfOneSymbolOfALongName() throws IOException {
        Hostile object = new Hostile().program("xdp");
        int other = object.progbits("other", 8);
        int symbol = object.object(LONG, other, 0, 8);
        many(i -> object.elf.relocation(other, 0, 2, symbol));
        assertThat(read(object)).isPresent();
    }

    private static byte[] programs(int count) {
        long[] code = new long[count];
        Arrays.fill(code, Insn.of(Insn.EXIT, 0, 0, 0, 0));
        return Insn.encode(code, ByteOrder.LITTLE_ENDIAN);
    }
}
