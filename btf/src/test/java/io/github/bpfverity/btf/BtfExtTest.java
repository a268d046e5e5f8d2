package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;

/** What is read from a {@code .BTF.ext} section. */
class BtfExtTest {
    @ByteOrders
    void allThreeKindsOfRecord(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);
        BtfExt ext = object.raw()
                .functions(8, object.text, 1, 0, object.function)
                .lines(16, object.text, 2, 0, object.file, object.line, 7 << 10 | 3, 8, object.file, object.line, 0)
                .relocations(16, object.text, 1, 8, object.struct, object.string("0:1"), 2)
                .parse(object.btf);

        assertThat(ext.sections()).containsExactly(".text");
        assertThat(ext.functions(".text")).containsExactly(new FuncInfo(0, object.function));
        assertThat(ext.lines(".text"))
                .containsExactly(
                        new LineInfo(0, object.file, object.line, 7 << 10 | 3),
                        new LineInfo(8, object.file, object.line, 0));
        assertThat(ext.lines(".text").get(0).line()).isEqualTo(7);
        assertThat(ext.lines(".text").get(0).column()).isEqualTo(3);
        assertThat(ext.coreRelocations(".text"))
                .containsExactly(new CoreRelocation(8, object.struct, "0:1", CoreRelocationKind.FIELD_EXISTS));
        assertThat(ext.functions("other")).isEmpty();
        assertThat(ext.lines("other")).isEmpty();
        assertThat(ext.coreRelocations("other")).isEmpty();
    }

    @ByteOrders
    void headerTooShortForCoreRelocations(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);
        RawExt raw = object.raw().functions(8, object.text, 1, 0, object.function);
        raw.headerLength = 24;

        assertThat(raw.parse(object.btf).functions(".text")).hasSize(1);
        assertThat(raw.parse(object.btf).coreRelocations(".text")).isEmpty();
    }

    @ByteOrders
    void recordsLongerThanKnownHere(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);
        BtfExt ext = object.raw()
                .functions(12, object.text, 2, 0, object.function, 99, 8, object.function, 99)
                .parse(object.btf);

        assertThat(ext.functions(".text"))
                .containsExactly(new FuncInfo(0, object.function), new FuncInfo(8, object.function));
    }

    @ByteOrders
    void oneSectionInTwoParts(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);
        BtfExt ext = object.raw()
                .functions(8, object.text, 1, 0, object.function, object.text, 1, 8, object.function)
                .parse(object.btf);

        assertThat(ext.functions(".text")).hasSize(2);
    }

    @ByteOrders
    void nothingAtAll(ByteOrder order) throws FormatException {
        var object = new ExtSample(order);

        assertThat(object.raw().parse(object.btf).sections()).isEmpty();
        assertThat(BtfExt.none().functions(".text")).isEmpty();
    }
}
