package io.github.bpfverity.parsertests.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.elf.ElfObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other programs read the same from the same files. */
class CrossCheckTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
    private static final Pattern SECTION = Pattern.compile("\\[ ?\\d+] .*");
    private static final Pattern SYMBOL = Pattern.compile("\\d+: [0-9a-f]{16} .*");
    private static final Pattern TABLE = Pattern.compile("Relocation section '\\.rela?(.*)' at .*");
    private static final Pattern RELOCATION = Pattern.compile("([0-9a-f]{16} [0-9a-f]{16}) R_\\w+ (.*)");

    static Stream<Path> objects() throws IOException {
        return CompiledObjects.all();
    }

    @Test
    void thereAreObjectsOfBothByteOrders() throws IOException {
        assertThat(objects().map(Path::toString))
                .anyMatch(name -> name.endsWith("maps.bpf.el.o"))
                .anyMatch(name -> name.endsWith("maps.bpf.eb.o"))
                .anyMatch(name -> name.endsWith("guard.bpf.el.o"));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void sectionsAreThoseOfReadelf(Path object) throws Exception {
        List<String> lines = readelf("--sections", object).stream()
                .filter(line -> SECTION.matcher(line).matches() && !line.startsWith("[Nr]"))
                .map(line -> line.replaceFirst("\\[ ", "["))
                .toList();
        assertThat(ReadelfText.sections(ElfObject.read(object))).isNotEmpty().isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void symbolsAreThoseOfReadelf(Path object) throws Exception {
        List<String> lines = readelf("--symbols", object).stream()
                .filter(line -> SYMBOL.matcher(line).matches())
                .toList();
        assertThat(ReadelfText.symbols(ElfObject.read(object))).isNotEmpty().isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void relocationsAreThoseOfReadelf(Path object) throws Exception {
        List<String> lines = new ArrayList<>();
        String target = "";
        for (String line : readelf("--relocations", object)) {
            Matcher table = TABLE.matcher(line);
            Matcher relocation = RELOCATION.matcher(line);
            if (table.matches()) {
                target = table.group(1);
            } else if (relocation.matches()) {
                lines.add(target + ": " + relocation.group(1) + " " + relocation.group(2));
            }
        }
        assertThat(ReadelfText.relocations(ElfObject.read(object))).containsExactlyInAnyOrderElementsOf(lines);
    }

    /** The lines that readelf prints, with one space for each run of them. */
    private static List<String> readelf(String what, Path object) throws IOException, InterruptedException {
        return Tool.llvm("llvm-readelf").lines("--wide", what, object.toString()).stream()
                .map(line -> line.replaceAll(" +", " ").trim())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void typesAreThoseOfBpftool(Path object) throws Exception {
        ElfObject elf = ElfObject.read(object);
        assumeTrue(elf.section(".BTF").isPresent(), "an object without types");
        Btf btf = Btf.parse(elf.reader(elf.section(".BTF").get()));
        compare(btf, object);
    }

    @Test
    void allTypesOfTheRunningKernelAreThoseOfBpftool() throws Exception {
        assumeTrue(Files.isReadable(VMLINUX), () -> "no " + VMLINUX);
        Btf btf = Btf.parse(ByteReader.of(Files.readAllBytes(VMLINUX), ByteOrder.nativeOrder(), "vmlinux"));
        assertThat(btf.typeCount()).isGreaterThan(10_000);
        compare(btf, VMLINUX);
    }

    private static void compare(Btf btf, Path file) throws IOException, InterruptedException {
        Tool.installed("bpftool").run(printed -> compare(btf, printed), "btf", "dump", "file", file.toString());
    }

    /** Line by line: the types of a kernel print as half a million of them. */
    private static void compare(Btf btf, BufferedReader printed) throws IOException {
        for (int id = btf.firstId(); id < btf.typeCount(); id++) {
            for (String line : BpftoolText.of(btf, id)) {
                String other = printed.readLine();
                if (!line.equals(other)) {
                    assertThat(line).isEqualTo(other);
                }
            }
        }
        assertThat(printed.readLine()).as("after the last type").isNull();
    }
}
