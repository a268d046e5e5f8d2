package io.github.bpfverity.parsertests.fuzz;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfImage;
import io.github.bpfverity.elf.ElfImage.Part;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.spec.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes the committed corpus anew: sound files, for the fuzzer to break. Findings lie beside them and stay.
 *
 * <p>Run it from this module's folder after new fixtures: {@code fuzz.sh --seeds}.
 */
final class Seeds {
    static final List<String> OBJECTS = List.of(
            "arena",
            "attach",
            "core",
            "data",
            "externs",
            "legacy",
            "load",
            "maps",
            "plain",
            "refused",
            "struct_ops",
            "subprograms");

    private final Path corpus;

    private Seeds(Path corpus) {
        this.corpus = corpus;
    }

    public static void main(String[] arguments) throws IOException {
        Seeds seeds = new Seeds(Path.of(arguments[0]));
        for (ByteOrder order : Fixtures.ORDERS) {
            for (String object : OBJECTS) {
                seeds.addObject(object, order);
            }
            seeds.add("elf", "library", order, library(order));
            seeds.add("elf", "extended-numbering", order, extendedNumbering(order));
            seeds.add("btf", "no-types", order, new BtfBuilder().encode(order));
        }
    }

    private void addObject(String name, ByteOrder order) throws IOException {
        byte[] object = Fixtures.bytes(name, order);
        add("elf", name, order, object);
        add("object", name, order, object);
        add("link", name, order, object);
        ElfObject elf = ElfObject.parse(object, name);
        Optional<byte[]> types = content(elf, ".BTF");
        if (types.isPresent()) {
            add("btf", name, order, types.get());
            add("splitBtf", name, order, new Inputs.Pair(types.get(), split(types.get(), order)).join());
        }
        Optional<byte[]> ext = content(elf, ".BTF.ext");
        if (ext.isPresent()) {
            add("btfExt", name, order, new Inputs.Pair(types.orElseThrow(), ext.get()).join());
        }
    }

    private static Optional<byte[]> content(ElfObject elf, String name) throws FormatException {
        Optional<Section> section = elf.section(name);
        return section.isEmpty()
                ? Optional.empty()
                : Optional.of(elf.reader(section.get()).bytes(section.get().size()));
    }

    /** The same types once more, on the base of themselves. */
    private static byte[] split(byte[] types, ByteOrder order) throws FormatException {
        Btf base = Btf.parse(types, Inputs.NAME);
        BtfBuilder split = BtfBuilder.splitOn(base);
        for (int id = 1; id < base.typeCount(); id++) {
            split.add(base.type(id));
        }
        return split.encode(order);
    }

    private static byte[] library(ByteOrder order) {
        ElfImage image = ElfImage.bpf(order).header(3, 62, 0, 0x1040);
        int strings = image.section(Part.of(".dynstr", Section.SHT_STRTAB, 0, new byte[] {0, 'f', 0})
                .withAlignment(1));
        byte[] symbols = ByteBuffer.allocate(48).order(order).putInt(24, 1).array();
        int dynamic = image.section(Part.of(".dynsym", Section.SHT_DYNSYM, Section.SHF_ALLOC, symbols)
                .asTable(strings, 1, 24));
        image.section(Part.of(".rela.dyn", Section.SHT_RELA, Section.SHF_ALLOC, new byte[24])
                .asTable(dynamic, 0, 24));
        return image.build().bytes();
    }

    private static byte[] extendedNumbering(ByteOrder order) {
        ElfImage image = ElfImage.bpf(order).withExtendedNumbering();
        int code = image.section(Part.text("socket", new byte[16]));
        int data = image.section(Part.data(".data", new byte[8]));
        image.function("run", code, 0, 16);
        int counter = image.symbol("counter", Symbol.STB_GLOBAL, Symbol.STT_OBJECT, data, 0, 8);
        image.relocation(code, 0, 1, counter).relocation(code, 0, 1, counter, 4);
        return image.build().bytes();
    }

    private void add(String target, String name, ByteOrder order, byte[] bytes) throws IOException {
        Path folder = Files.createDirectories(corpus.resolve(target));
        Files.write(folder.resolve(name + (order == ByteOrder.LITTLE_ENDIAN ? ".el" : ".eb")), bytes);
    }
}
