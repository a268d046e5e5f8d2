package io.github.bpfverity.parsertests.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quicktheories.QuickTheory.qt;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.parsertests.layout.RandomStructs.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes, offsets and alignments read from BTF are those that the compiler has for the same structs. */
class LayoutPropertyTest {
    private static final Path CLANG = Path.of("..", "toolchain", "target", "bin", "clang");

    private static final String ENUMS = "enum small { SMALL };\nenum large { LARGE = 0x123456789abcL };\n";

    /** Each example is a compilation of many structs. */
    private static final int EXAMPLES = 6;

    @TempDir
    private Path directory;

    @Test
    void structsAreLaidOutAsTheCompilerSays() {
        assumeTrue(Files.isExecutable(CLANG), () -> CLANG + " is not there");
        qt().withExamples(EXAMPLES)
                .withShrinkCycles(20)
                .forAll(RandomStructs.batches())
                .checkAssert(structs -> {
                    check(structs, "bpfel");
                    check(structs, "bpfeb");
                });
    }

    private void check(List<Struct> structs, String target) {
        try {
            ElfObject object = compile(source(structs), target);
            Btf btf = Btf.parse(object.reader(object.section(".BTF").orElseThrow()));
            ByteReader truth = object.reader(object.section(".truth").orElseThrow());
            for (Struct struct : structs) {
                check(struct, btf, truth);
            }
            assertThat(truth.remaining()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every struct as a variable, for its type; then what the compiler says of all, in the same order. */
    private static String source(List<Struct> structs) {
        StringBuilder source = new StringBuilder(ENUMS);
        StringBuilder truth = new StringBuilder("__attribute__((section(\".truth\"))) long truth[] = {\n");
        for (Struct struct : structs) {
            source.append(struct.declaration()).append('\n');
            source.append("%s v%s;%n".formatted(struct.type(), struct.name()));
            truth.append("sizeof(%1$s), _Alignof(%1$s), ".formatted(struct.type()));
            for (String member : struct.named()) {
                truth.append(
                        "__builtin_offsetof(%1$s, %2$s), sizeof(((%1$s *)0)->%2$s), ".formatted(struct.type(), member));
            }
            truth.append('\n');
        }
        return source.append(truth).append("};\n").toString();
    }

    private ElfObject compile(String source, String target) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("structs.c"), source);
        Path object = directory.resolve("structs.o");
        Process clang = new ProcessBuilder(
                        CLANG.toString(), "-target", target, "-g", "-O2", "-w", "-c", file + "", "-o", object + "")
                .inheritIO()
                .start();
        assertThat(clang.waitFor()).as("clang on:%n%s", source).isZero();
        return ElfObject.read(object);
    }

    private static void check(Struct struct, Btf btf, ByteReader truth) {
        BtfKind kind = struct.keyword().equals("struct") ? BtfKind.STRUCT : BtfKind.UNION;
        int id = btf.find(kind, struct.name()).orElseThrow();
        String text = struct.declaration();
        assertThat(btf.sizeOf(id)).as(text).hasValue(next(truth));
        long alignment = next(truth);
        // A packed struct may look like one that is not: BTF does not tell, and what contains it follows.
        if (!text.contains("packed") && !containsAnother(struct)) {
            assertThat(btf.alignOf(id)).as(text).isEqualTo((int) alignment);
        }
        var members = ((BtfType.Composite) btf.type(id))
                .members().stream().collect(Collectors.toMap(Member::name, member -> member));
        for (String name : struct.named()) {
            Member member = members.get(name);
            assertThat(member.bitOffset()).as("%s in %s", name, text).isEqualTo(8 * next(truth));
            assertThat(btf.sizeOf(member.type())).as("%s in %s", name, text).hasValue(next(truth));
        }
    }

    private static boolean containsAnother(Struct struct) {
        return struct.members().stream().anyMatch(member -> member.matches("(struct|union) s\\d+ .*"));
    }

    private static long next(ByteReader truth) {
        try {
            return truth.u64();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
