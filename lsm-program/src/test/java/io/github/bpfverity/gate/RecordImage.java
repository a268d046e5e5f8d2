package io.github.bpfverity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.bytes.ByteReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A record laid out by the type information of the compiled object alone, one member after the other. */
final class RecordImage {
    private final Btf btf;
    private final String name;
    private final Map<String, Member> unset = new HashMap<>();
    private final ByteBuffer bytes;

    RecordImage(Btf btf, String name) {
        this.btf = btf;
        this.name = name;
        BtfType.Struct struct = struct(btf, name);
        struct.members().forEach(member -> unset.put(member.name(), member));
        bytes = ByteBuffer.allocate((int) struct.size()).order(btf.order());
    }

    static BtfType.Struct struct(Btf btf, String name) {
        return (BtfType.Struct) btf.type(btf.find(BtfKind.STRUCT, name).orElseThrow());
    }

    RecordImage put(String member, long value) {
        Member place = claim(member);
        int at = (int) place.bitOffset() / 8;
        long size = btf.sizeOf(place.type()).orElseThrow();
        if (size == 8) {
            bytes.putLong(at, value);
        } else if (size == 4) {
            bytes.putInt(at, (int) value);
        } else {
            assertThat(size).as("%s.%s", name, member).isEqualTo(2);
            bytes.putShort(at, (short) value);
        }
        return this;
    }

    /** Fills the member, all of it if {@code value} is as long. */
    RecordImage put(String member, byte[] value) {
        Member place = claim(member);
        assertThat(btf.sizeOf(place.type()).orElseThrow())
                .as("%s.%s", name, member)
                .isGreaterThanOrEqualTo(value.length);
        bytes.put((int) place.bitOffset() / 8, value);
        return this;
    }

    /** The bytes, once every member has been put. */
    byte[] bytes() {
        assertThat(unset.keySet())
                .as("members of %s that this test forgets", name)
                .isEmpty();
        return bytes.array();
    }

    ByteReader reader() {
        return ByteReader.of(bytes(), btf.order(), name);
    }

    private Member claim(String member) {
        Member place = unset.remove(member);
        assertThat(place).as("%s.%s in the object", name, member).isNotNull();
        return place;
    }
}
