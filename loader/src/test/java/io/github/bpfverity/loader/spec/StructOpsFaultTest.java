package io.github.bpfverity.loader.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Found by fuzzing: a struct_ops variable that ends before its struct does. */
class StructOpsFaultTest {
    static java.util.List<ByteOrder> orders() {
        return Fixtures.ORDERS;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void aVariableHasTheSizeOfItsStruct(ByteOrder order) throws FormatException {
        byte[] object = Fixtures.bytes("struct_ops", order);
        ElfObject elf = ElfObject.parse(object, "x.o");
        Btf btf = Btf.parse(elf.reader(elf.section(".BTF").orElseThrow()));
        int section = btf.find(BtfKind.DATASEC, ".struct_ops.link").orElseThrow();
        DatasecEntry entry = ((BtfType.Datasec) btf.type(section)).entries().get(0);
        ByteBuffer file = ByteBuffer.wrap(object).order(order);
        int at = indexOf(file, entry);
        file.putInt(at + 8, (int) entry.size() - 4);

        assertThatThrownBy(() -> ObjectSpec.parse("x.o", object))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("x.o:.struct_ops.link at 0x")
                .hasMessageEndingWith(
                        "%s has %d bytes, its struct %d", btf.name(entry.type()), entry.size() - 4, entry.size());
    }

    /** Where the entry's three words stand in the file. */
    private static int indexOf(ByteBuffer file, DatasecEntry entry) {
        int at = 0;
        while (file.getInt(at) != entry.type()
                || file.getInt(at + 4) != (int) entry.offset()
                || file.getInt(at + 8) != (int) entry.size()) {
            at += 4;
        }
        assertThat(at).isPositive();
        return at;
    }
}
