package io.github.bpfverity.parsertests.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.cli.tasks.InspectObject;
import io.github.bpfverity.cli.tasks.InspectOptions;
import io.github.bpfverity.parsertests.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code inspect} tells of a file is what other programs tell of it. */
class CrossCheckTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
    private static final Pattern SECTION = Pattern.compile("\\[ ?\\d+] .*");
    private static final Pattern SYMBOL = Pattern.compile("\\d+: [0-9a-f]{16} .*");
    private static final Pattern TABLE = Pattern.compile("Relocation section '\\.rela?(.*)' at .*");
    private static final Pattern RELOCATION = Pattern.compile("([0-9a-f]{16} [0-9a-f]{16}) R_\\w+ (.*)");

    private static final Pattern UNSIGNED_ENUM =
            Pattern.compile("\"kind\":\"ENUM\",\"name\":\"[^\"]*\",\"encoding\":\"UNSIGNED\"[^]]*]");
    private static final Pattern EXTENDED_VALUE = Pattern.compile("\"val\":(1844674[0-9]{13})");

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
        assertThat(inspected(object, "sections", ReadelfText::section))
                .isNotEmpty()
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void symbolsAreThoseOfReadelf(Path object) throws Exception {
        List<String> lines = readelf("--symbols", object).stream()
                .filter(line -> SYMBOL.matcher(line).matches())
                .toList();
        assertThat(inspected(object, "symbols", ReadelfText::symbol))
                .isNotEmpty()
                .isEqualTo(lines);
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
        assertThat(inspected(object, "relocations", ReadelfText::relocation))
                .containsExactlyInAnyOrderElementsOf(lines);
    }

    /** One of the lists that {@code inspect --elf} tells, a line for each of its elements. */
    private static List<String> inspected(Path object, String list, Function<Map<?, ?>, String> line) {
        var task = new InspectObject(new InspectOptions(true, false));
        Object told = Objects.requireNonNull(task.run(object).facts().get(list));
        return ((List<?>) told)
                .stream().map(item -> line.apply((Map<?, ?>) item)).toList();
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
        String types = types(object);
        assumeTrue(!types.equals("[]"), "an object without types");
        assertSame(types, bpftool(object));
    }

    @Test
    void allTypesOfTheRunningKernelAreThoseOfBpftool() throws Exception {
        assumeTrue(Files.isReadable(VMLINUX), () -> "no " + VMLINUX);
        String types = types(VMLINUX);
        assertThat(types.length()).isGreaterThan(1 << 20);
        assertSame(types, bpftool(VMLINUX));
    }

    /** The types as {@code inspect} prints them. */
    private static String types(Path file) {
        Inspection inspection = Inspection.of("--json", "--types", file.toString());
        inspection.assertKept();
        assertThat(inspection.exitCode()).isZero();
        String start = ",\"types\":";
        int from = inspection.out().indexOf(start) + start.length();
        return inspection.out().substring(from, inspection.out().lastIndexOf(",\"warnings\":"));
    }

    private static String bpftool(Path file) throws IOException, InterruptedException {
        String printed =
                String.join("\n", Tool.installed("bpftool").lines("--json", "btf", "dump", "file", file.toString()));
        return withUnsignedValues(printed.substring("{\"types\":".length(), printed.length() - 1));
    }

    /** In JSON, though not in its text, bpftool 7 prints unsigned values of 32 bits as if they were 64 bits wide. */
    private static String withUnsignedValues(String types) {
        return UNSIGNED_ENUM
                .matcher(types)
                .replaceAll(type -> EXTENDED_VALUE
                        .matcher(type.group())
                        .replaceAll(value ->
                                "\"val\":" + Integer.toUnsignedString((int) Long.parseUnsignedLong(value.group(1)))));
    }

    /** Tens of megabytes, of which a failure shows where they part. */
    private static void assertSame(String ours, String theirs) {
        if (!ours.equals(theirs)) {
            int at = 0;
            while (at < ours.length() && at < theirs.length() && ours.charAt(at) == theirs.charAt(at)) {
                at++;
            }
            int from = Math.max(0, at - 200);
            assertThat(ours.substring(from, Math.min(ours.length(), at + 200)))
                    .isEqualTo(theirs.substring(from, Math.min(theirs.length(), at + 200)));
            throw new AssertionError("one is longer");
        }
    }
}
