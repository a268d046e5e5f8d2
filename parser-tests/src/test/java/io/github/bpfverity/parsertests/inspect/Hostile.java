package io.github.bpfverity.parsertests.inspect;

import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Param;
import io.github.bpfverity.elf.ElfImage;
import io.github.bpfverity.elf.ElfImage.Part;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.insn.Insn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An object whose parts are put together so that reading it by the obvious algorithm takes the product of two large
 * numbers instead of their sum.
 */
final class Hostile {
    /** Some 20,000 of two kinds of thing fit into a mebibyte or two; {@code -Dhostile.many=N} tries more. */
    static final int MANY = Integer.getInteger("hostile.many", 20_000);

    private static final int FIELD_BYTE_OFFSET = 0;
    private static final byte[] EXIT =
            Insn.encode(new long[] {Insn.of(Insn.EXIT, 0, 0, 0, 0)}, ByteOrder.LITTLE_ENDIAN);

    final ElfImage elf = ElfImage.bpf(ByteOrder.LITTLE_ENDIAN);
    final BtfBuilder types = new BtfBuilder();
    final int integer = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
    private final List<int[]> relocations = new ArrayList<>();
    private byte[] file;

    /** The file; nothing can be added afterwards. */
    byte[] bytes() {
        if (file == null) {
            file = build();
        }
        return file;
    }

    private byte[] build() {
        elf.section(Part.info(".BTF", types.encode(ByteOrder.LITTLE_ENDIAN)));
        if (!relocations.isEmpty()) {
            elf.section(Part.info(".BTF.ext", ext()));
        }
        return elf.withExtendedNumbering().build().bytes();
    }

    static <T> List<T> many(IntFunction<T> thing) {
        return IntStream.range(0, MANY).mapToObj(thing).toList();
    }

    /** Adds a section of one instruction, which is a program. */
    Hostile program(String section) {
        elf.function("f", elf.section(Part.text(section, EXIT)), 0, EXIT.length);
        return this;
    }

    /** Adds a struct of so many members of one name, all at the same place. */
    int struct(String name, int members, String member, int type) {
        Member one = new Member(member, type, 0, 0);
        return types.add(new BtfType.Struct(
                name, 8, false, IntStream.range(0, members).mapToObj(i -> one).toList()));
    }

    int enumeration(int values) {
        return types.add(new BtfType.Enum(
                "e",
                4,
                false,
                IntStream.range(0, values).mapToObj(i -> new EnumValue("v", i)).toList()));
    }

    int prototype(int params) {
        return types.add(new BtfType.FuncProto(
                0,
                IntStream.range(0, params).mapToObj(i -> new Param("", integer)).toList()));
    }

    int variable(String name, int type) {
        return types.add(new BtfType.Var(name, type, BtfType.Var.STATIC));
    }

    int datasec(String name, long size, List<DatasecEntry> entries) {
        return types.add(new BtfType.Datasec(name, size, entries));
    }

    /** Adds a variable's symbol. */
    int object(String name, int section, long value, long size) {
        return elf.symbol(name, Symbol.STB_LOCAL, Symbol.STT_OBJECT, section, value, size);
    }

    int undefined(String name) {
        return elf.symbol(name, Symbol.STB_GLOBAL, Symbol.STT_NOTYPE, Symbol.SHN_UNDEF, 0, 0);
    }

    int progbits(String name, int size) {
        return elf.section(Part.data(name, new byte[size]));
    }

    int nobits(String name) {
        return elf.section(
                new Part(name, Section.SHT_NOBITS, Section.SHF_ALLOC | Section.SHF_WRITE, new byte[0], 8, 0, 0, 8, 0));
    }

    /** Adds a CO-RE relocation of the first instruction of a section. */
    Hostile relocation(int section, int type, String access) {
        relocations.add(new int[] {section, type, types.addString(access)});
        return this;
    }

    /** The section with these relocations, each under a header of its own. */
    private byte[] ext() {
        int block = 4 + relocations.size() * 24;
        ByteBuffer out = ByteBuffer.allocate(32 + block).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(32);
        out.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(block);
        out.putInt(16);
        for (int[] relocation : relocations) {
            out.putInt(relocation[0]).putInt(1);
            out.putInt(0).putInt(relocation[1]).putInt(relocation[2]).putInt(FIELD_BYTE_OFFSET);
        }
        return out.array();
    }
}
