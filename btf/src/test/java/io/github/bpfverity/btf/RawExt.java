package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** {@code .BTF.ext} written word by word, so that any of it can be wrong. */
final class RawExt {
    final ByteOrder order;
    int magic = 0xeb9f;
    int version = 1;
    int headerLength = 32;
    final List<Integer> functions = new ArrayList<>();
    final List<Integer> lines = new ArrayList<>();
    final List<Integer> relocations = new ArrayList<>();
    int shift;
    int extraLength;

    RawExt(ByteOrder order) {
        this.order = order;
    }

    RawExt functions(int... words) {
        return add(functions, words);
    }

    RawExt lines(int... words) {
        return add(lines, words);
    }

    RawExt relocations(int... words) {
        return add(relocations, words);
    }

    private RawExt add(List<Integer> list, int... words) {
        for (int word : words) {
            list.add(word);
        }
        return this;
    }

    byte[] bytes() {
        int header = Math.max(24, Math.min(headerLength, 64));
        int functionSize = 4 * functions.size();
        int lineSize = 4 * lines.size();
        int relocationSize = 4 * relocations.size();
        var out = ByteBuffer.allocate(header + functionSize + lineSize + relocationSize)
                .order(order);
        out.putShort((short) magic).put((byte) version).put((byte) 0).putInt(headerLength);
        out.putInt(shift).putInt(functionSize + extraLength);
        out.putInt(functionSize).putInt(lineSize);
        if (header >= 32) {
            out.putInt(functionSize + lineSize).putInt(relocationSize);
        }
        out.position(header);
        functions.forEach(out::putInt);
        lines.forEach(out::putInt);
        relocations.forEach(out::putInt);
        return out.array();
    }

    BtfExt parse(Btf btf) throws FormatException {
        return BtfExt.parse(ByteReader.of(bytes(), ByteOrder.LITTLE_ENDIAN, "x.o:.BTF.ext"), btf);
    }
}
