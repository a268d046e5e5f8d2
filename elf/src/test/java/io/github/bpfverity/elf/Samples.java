package io.github.bpfverity.elf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.bpfverity.elf.ElfImage.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The sound files that tests read, cut and break. */
final class Samples {
    private Samples() {}

    static final int R_BPF_64_64 = 1;
    static final int R_BPF_64_32 = 10;

    /**
     * A small BPF object with every kind of thing in it. Sections: 1 .text, 2 lsm.s/bpf, 3 .data, 4 .bss,
     * 5 license. Symbols: 1 helper, 2 guard, 3 count, 4 total, 5 bpf_outside, 6 common, 7 absolute.
     */
    static ElfImage object(ByteOrder order) {
        return fill(ElfImage.bpf(order));
    }

    /** The same with all numbers of sections where files with more than 65279 of them keep these. */
    static ElfImage extended(ByteOrder order) {
        return fill(ElfImage.bpf(order).withExtendedNumbering());
    }

    private static ElfImage fill(ElfImage image) {
        int text = image.section(Part.text(".text", new byte[16]));
        int program = image.section(Part.text("lsm.s/bpf", new byte[32]));
        int data = image.section(Part.data(".data", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        int bss = image.section(Part.nobits(".bss", 12));
        image.section(Part.data("license", new byte[] {'G', 'P', 'L', 0}).withAlignment(1));
        int helper = image.symbol("helper", Symbol.STB_LOCAL, Symbol.STT_FUNC, text, 0, 16);
        image.function("guard", program, 0, 32);
        int count = image.symbol("count", Symbol.STB_GLOBAL, Symbol.STT_OBJECT, data, 0, 8);
        image.symbol("total", Symbol.STB_GLOBAL, Symbol.STT_OBJECT, bss, 4, 8);
        image.symbol("bpf_outside", Symbol.STB_WEAK, Symbol.STT_NOTYPE, Symbol.SHN_UNDEF, 0, 0);
        image.symbol("common", Symbol.STB_GLOBAL, Symbol.STT_OBJECT, Symbol.SHN_COMMON, 8, 8);
        image.symbol("absolute", Symbol.STB_LOCAL, Symbol.STT_FILE, Symbol.SHN_ABS, -1, 0);
        image.relocation(program, 0, R_BPF_64_64, count).relocation(program, 16, R_BPF_64_32, helper);
        return image;
    }

    /** A shared library: addresses instead of offsets, both symbol tables, run-time relocations. */
    static ElfImage library(ByteOrder order) {
        ElfImage image = ElfImage.bpf(order).header(ElfObject.ET_DYN, 62, 0, 0x1040);
        int text = image.section(Part.text(".text", new byte[64]));
        int strings = image.section(Part.of(".dynstr", Section.SHT_STRTAB, 0, "\0main\0".getBytes(US_ASCII))
                .withAlignment(1));
        byte[] symbols = new byte[48];
        ByteBuffer.wrap(symbols)
                .order(order)
                .position(24)
                .putInt(1)
                .put((byte) (Symbol.STB_GLOBAL << 4 | Symbol.STT_FUNC))
                .put((byte) Symbol.STV_PROTECTED)
                .putShort((short) text)
                .putLong(0x1040)
                .putLong(32);
        int dynamic = image.section(Part.of(".dynsym", Section.SHT_DYNSYM, Section.SHF_ALLOC, symbols)
                .asTable(strings, 1, 24));
        image.section(Part.of(".rela.dyn", Section.SHT_RELA, Section.SHF_ALLOC, new byte[24])
                .asTable(dynamic, 0, 24));
        image.symbol("_end", Symbol.STB_GLOBAL, Symbol.STT_NOTYPE, text, 0x5000, 0);
        return image;
    }
}
