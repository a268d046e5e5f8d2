package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies with some types changed: the rest stays as it was, to the byte. */
class BtfBuilderTest {
    private static Btf original(boolean big) throws FormatException {
        var builder = new BtfBuilder();
        int u32 = builder.add(new BtfType.Int("u32", 4, 0, 0, 32));
        builder.add(
                new BtfType.Struct("pair", 8, false, List.of(new Member("a", u32, 0, 0), new Member("b", u32, 32, 0))));
        builder.add(new BtfType.Var("counter", u32, BtfType.Var.STATIC));
        builder.add(new BtfType.Datasec(".bss", 0, List.of(new DatasecEntry(3, 0, 4))));
        return builder.build(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, "test");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changedTypesKeepTheirNamesWhereTheyAre(boolean big) throws FormatException {
        Btf btf = original(big);
        var sized = new BtfType.Datasec(".bss", 4, List.of(new DatasecEntry(3, 0, 4)));

        Btf changed = BtfBuilder.copyOf(btf).set(4, sized).build(btf.order(), "copy");

        assertThat(changed.type(4)).isEqualTo(sized);
        for (int id = 1; id < 4; id++) {
            assertThat(changed.type(id)).isEqualTo(btf.type(id));
        }
        byte[] before = btf.encode();
        byte[] after = changed.encode();
        assertThat(after).hasSameSizeAs(before);
        int differences = 0;
        for (int i = 0; i < before.length; i++) {
            differences += before[i] == after[i] ? 0 : 1;
        }
        assertThat(differences).as("the size of the section").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesStringsThatAreThereAndAppendsOthersOnce(boolean big) throws FormatException {
        Btf btf = original(big);
        BtfBuilder copy = BtfBuilder.copyOf(btf);

        copy.set(1, new BtfType.Int("pair", 4, 0, 0, 32));
        int first = copy.add(new BtfType.Typedef("word", 1));
        int second = copy.add(new BtfType.Typedef("word", 1));
        copy.set(second, new BtfType.Const(1));
        Btf changed = copy.build(btf.order(), "copy");

        assertThat(copy.type(1)).isEqualTo(changed.type(1)).isEqualTo(new BtfType.Int("pair", 4, 0, 0, 32));
        assertThat(copy.type(2)).isEqualTo(btf.type(2));
        assertThat(changed.type(first)).isEqualTo(new BtfType.Typedef("word", 1));
        assertThat(changed.type(second)).isEqualTo(new BtfType.Const(1));
        assertThat(changed.typeCount()).isEqualTo(copy.nextId());
        assertThat(changed.encode().length - btf.encode().length)
                .as("two types and one string")
                .isEqualTo(2 * 12 + "word".length() + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void hasNoTypesButItsOwn(int id) throws FormatException {
        BtfBuilder copy = BtfBuilder.copyOf(original(false));

        assertThatThrownBy(() -> copy.type(id)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> copy.set(id, new BtfType.Ptr(0))).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
