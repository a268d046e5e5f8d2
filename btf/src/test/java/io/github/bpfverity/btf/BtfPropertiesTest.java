package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** What holds for all valid types, and for all bytes. */
class BtfPropertiesTest {
    private static final int MOST_TYPES = 60;

    private static Gen<ByteOrder> orders() {
        return booleans().all().map(little -> little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static byte[] encode(List<BtfType> types, ByteOrder order) {
        var builder = new BtfBuilder();
        types.forEach(builder::add);
        return builder.encode(order);
    }

    private static Btf parse(byte[] bytes) {
        try {
            return Btf.parse(bytes, "random");
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    private static List<BtfType> types(Btf btf) {
        var types = new ArrayList<BtfType>();
        for (int id = btf.firstId(); id < btf.typeCount(); id++) {
            types.add(btf.type(id));
        }
        return types;
    }

    @Test
    void validTypesParseToWhatTheyWereWrittenFrom() {
        qt().withExamples(3000).forAll(BtfGraphs.graphs(MOST_TYPES), orders()).checkAssert((types, order) -> {
            byte[] bytes = encode(types, order);
            Btf btf = parse(bytes);
            assertThat(types(btf)).isEqualTo(types);
            assertThat(btf.order()).isEqualTo(order);
            assertThat(btf.encode()).isEqualTo(bytes);
        });
    }

    @Test
    void bothByteOrdersSayTheSame() {
        qt().withExamples(1000).forAll(BtfGraphs.graphs(MOST_TYPES)).checkAssert(types -> {
            Btf little = parse(encode(types, ByteOrder.LITTLE_ENDIAN));
            assertThat(BtfBuilder.copyOf(little).encode(ByteOrder.BIG_ENDIAN))
                    .isEqualTo(encode(types, ByteOrder.BIG_ENDIAN));
        });
    }

    @Test
    void splitTypesParseToWhatTheyWereWrittenFrom() {
        qt().withExamples(1000)
                .forAll(BtfGraphs.graphs(MOST_TYPES), integers().between(0, MOST_TYPES), orders())
                .checkAssert((types, where, order) -> {
                    int cut = Math.min(where, types.size());
                    var first = new BtfBuilder();
                    // Types before the cut may point past it, which a base cannot.
                    types.subList(0, cut).forEach(type -> first.add(pointsPast(type, cut) ? new BtfType.Ptr(0) : type));
                    Btf base = parse(first.encode(order));
                    var second = BtfBuilder.splitOn(base);
                    types.subList(cut, types.size()).forEach(second::add);
                    byte[] bytes = second.encode(order);
                    Btf split = parseSplit(bytes, base);
                    assertThat(types(split)).isEqualTo(types.subList(cut, types.size()));
                    assertThat(split.encode()).isEqualTo(bytes);
                });
    }

    private static boolean pointsPast(BtfType type, int last) {
        return type instanceof BtfType.Ptr pointer && pointer.type() > last;
    }

    private static Btf parseSplit(byte[] bytes, Btf base) {
        try {
            return Btf.parseSplit(ByteReader.of(bytes, ByteOrder.LITTLE_ENDIAN, "split"), base);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyNameIsFound() {
        qt().withExamples(300).forAll(BtfGraphs.graphs(MOST_TYPES)).checkAssert(types -> {
            Btf btf = parse(encode(types, ByteOrder.LITTLE_ENDIAN));
            for (int id = 1; id < btf.typeCount(); id++) {
                String name = btf.name(id);
                if (!name.isEmpty()) {
                    assertThat(btf.idsNamed(name)).contains(id);
                    assertThat(btf.kind(btf.find(btf.kind(id), name).orElseThrow()))
                            .isEqualTo(btf.kind(id));
                }
            }
        });
    }

    @Test
    void damagedTypesAreAModelOrAFault() {
        qt().withExamples(8_000)
                .forAll(
                        BtfGraphs.graphs(12),
                        orders(),
                        integers().all(),
                        integers().all())
                .checkAssert((types, order, where, what) -> {
                    byte[] bytes = encode(types, order);
                    bytes[Math.floorMod(where, bytes.length)] = (byte) (what >> 8);
                    bytes[Math.floorMod(where * 31 + what, bytes.length)] = what.byteValue();
                    askEverything(bytes);
                });
    }

    @Test
    void randomBytesAreAModelOrAFault() {
        qt().withExamples(5_000)
                .forAll(integers().all(), integers().between(0, 400))
                .checkAssert((seed, size) -> {
                    byte[] bytes = new byte[size];
                    new java.util.Random(seed).nextBytes(bytes);
                    if (size > 24) {
                        System.arraycopy(encode(List.of(), ByteOrder.LITTLE_ENDIAN), 0, bytes, 0, 8);
                    }
                    askEverything(bytes);
                });
    }

    /** Parses, and if that succeeds nothing else may fail. */
    static void askEverything(byte[] bytes) {
        Btf btf;
        try {
            btf = Btf.parse(bytes, "damaged");
        } catch (FormatException e) {
            return;
        }
        for (int id = 0; id < btf.typeCount(); id++) {
            btf.type(id);
            btf.resolve(id);
            btf.sizeOf(id);
            btf.alignOf(id);
            btf.idsNamed(btf.name(id));
            btf.describe(id);
        }
        assertThat(parse(btf.encode()).typeCount()).isEqualTo(btf.typeCount());
    }

    @Test
    void everyTruncationIsAFault() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] whole = encode(allKinds(), order);
            for (int size = 0; size < whole.length; size++) {
                byte[] cut = java.util.Arrays.copyOf(whole, size);
                assertThatThrownBy(() -> Btf.parse(cut, "cut"))
                        .as("cut to %d bytes", size)
                        .isInstanceOf(FormatException.class);
            }
        }
    }

    @Test
    void everyDamagedByteIsAModelOrAFault() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] whole = encode(allKinds(), order);
            for (int at = 0; at < whole.length; at++) {
                byte neighbour = whole[at == 0 ? 1 : at - 1];
                for (byte value : new byte[] {0, -1, neighbour, (byte) (whole[at] + 1), (byte) (whole[at] ^ 0x80)}) {
                    byte[] damaged = whole.clone();
                    damaged[at] = value;
                    askEverything(damaged);
                }
            }
        }
    }

    /** One type of each kind. */
    private static List<BtfType> allKinds() {
        var types = new Types();
        int u32 = types.uint("u32", 4);
        int struct = types.bitStruct("s", 8, Types.at(0, "a", u32), Types.bits(32, 3, "b", u32));
        types.union("u", 8, Types.at(0, "a", types.ptr(struct)), Types.at(0, "b", types.array(u32, 2)));
        types.enumeration("e", 4, true, "A", -1, "B", 1);
        types.enumeration64("e64", false, "C", 1L << 40);
        types.add(new BtfType.Fwd("f", true));
        int typedef = types.typedef("t", u32);
        types.add(new BtfType.Volatile(typedef));
        types.add(new BtfType.Const(typedef));
        types.add(new BtfType.Restrict(typedef));
        types.add(new BtfType.TypeTag("user", typedef, false));
        int function = types.add(new BtfType.Func("fn", types.proto(u32, struct), BtfType.Func.GLOBAL));
        int variable = types.add(new BtfType.Var("v", u32, BtfType.Var.STATIC));
        types.add(new BtfType.Datasec(".data", 4, List.of(new DatasecEntry(variable, 0, 4))));
        types.add(new BtfType.Float("double", 8));
        types.add(new BtfType.DeclTag("tag", function, 0, false));
        return types(types.build(ByteOrder.LITTLE_ENDIAN));
    }

    /** Shows that the generator shrinks: a planted bug comes down to the one type that has it. */
    @Test
    void aPlantedBugShrinksToASmallGraph() {
        var failing = new ArrayList<List<BtfType>>();
        assertThatThrownBy(() -> qt().withFixedSeed(7)
                        .withShrinkCycles(20_000)
                        .forAll(BtfGraphs.graphs(MOST_TYPES))
                        .check(types -> {
                            boolean holds = types.stream().noneMatch(type -> type.kind() == BtfKind.ENUM64);
                            if (!holds) {
                                failing.add(types); // the last is the smallest
                            }
                            return holds;
                        }))
                .isInstanceOf(AssertionError.class);

        assertThat(failing.get(0)).hasSizeGreaterThan(10);
        assertThat(failing.get(failing.size() - 1)).hasSizeLessThanOrEqualTo(3);
    }
}
