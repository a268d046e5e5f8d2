package io.github.bpfverity.btf;

import java.nio.ByteOrder;
import java.util.List;

/** Types and strings for records to refer to. */
final class ExtSample {
    static final String LONG = "0" + ":0".repeat(64);
    private static final List<String> ACCESSES = List.of(
            "0", "0:1", "0:2", "1", "", "0:", ":0", "0::1", "-1", "0:-1", "+1", "a", "4294967296", LONG, "0:0:0");

    final ByteOrder order;
    final Btf btf;
    final int struct;
    final int function;
    final int enumeration;
    final int array;
    final int text;
    final int file;
    final int line;
    private final BtfBuilder builder;

    ExtSample(ByteOrder order) {
        this.order = order;
        var types = new Types();
        builder = types.builder();
        int u32 = types.uint("u32", 4);
        struct = types.struct("s", 8, Types.at(0, "a", u32), Types.at(4, "b", u32));
        function = types.add(new BtfType.Func("fn", types.proto(0), BtfType.Func.GLOBAL));
        enumeration = types.enumeration("e", 4, false, "A", 1);
        array = types.array(u32, 3);
        text = string(".text");
        file = string("a.c");
        line = string("return 0;");
        for (String access : ACCESSES) {
            string(access);
        }
        btf = types.build(order);
    }

    int string(String value) {
        return builder.addString(value);
    }

    RawExt raw() {
        return new RawExt(order);
    }

    /** One relocation at offset 8. */
    RawExt relocation(int type, String access, int kind) {
        return raw().relocations(16, text, 1, 8, type, string(access), kind);
    }
}
