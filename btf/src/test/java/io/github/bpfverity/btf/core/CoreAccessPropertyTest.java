package io.github.bpfverity.btf.core;

import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_BYTE_OFFSET;
import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_BYTE_SIZE;
import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_EXISTS;
import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_LSHIFT_U64;
import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_RSHIFT_U64;
import static io.github.bpfverity.btf.CoreRelocationKind.FIELD_SIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.github.bpfverity.btf.ByteOrders;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.core.CType.Composite;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Random accesses to random structs, on a kernel that has them otherwise: what is computed is what lies there. */
class CoreAccessPropertyTest {
    private static final int EXAMPLES = 4000;

    private static final List<CoreRelocationKind> KINDS =
            List.of(FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_EXISTS, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64);

    /** A program's struct, the kernel's, and an access. */
    private record Case(Composite local, Composite target, Place.Access access) {
        static Case of(List<Integer> numbers) {
            Draws draws = new Draws(numbers);
            CTypes types = new CTypes(draws);
            Composite local = types.root();
            Composite target = types.changed(local);
            return new Case(local, target, Place.Access.of(local, draws));
        }

        Place inProgram() {
            return Place.of(local, access, local);
        }

        Place inKernel() {
            return Place.of(target, access, local);
        }
    }

    private static Gen<List<Integer>> numbers() {
        return lists().of(integers().between(0, 9999)).ofSizeBetween(1, 90);
    }

    /** The answer of one kind; null where the access makes no sense or does not fit. */
    private static CoreResult resolve(Case c, ByteOrder order, CoreRelocationKind kind) {
        var core = new CoreFixture(order);
        int root = c.local.write(core.local);
        c.target.write(core.kernel);
        try {
            return core.resolve(kind, root, c.access.text());
        } catch (CoreException e) {
            return null;
        }
    }

    @ByteOrders
    void offsetsSizesSignsAndExistenceAreThoseOfTheTarget(ByteOrder order) {
        qt().withExamples(EXAMPLES).forAll(numbers()).checkAssert(numbers -> {
            Case c = Case.of(numbers);
            assertThat(resolve(c, order, FIELD_EXISTS))
                    .isEqualTo(new CoreResult.Value(1, c.inKernel() == null ? 0 : 1, true, null));
            check(c, order, FIELD_BYTE_OFFSET, true, Place::loadOffset);
            check(c, order, FIELD_BYTE_SIZE, true, Place::loadSize);
            check(c, order, FIELD_SIGNED, false, place -> place.type().signed() ? 1 : 0);
            check(c, order, FIELD_RSHIFT_U64, false, place -> 64 - place.bitSize());
        });
    }

    /** A bitfield that no load can have makes the whole relocation senseless, in the program as in the kernel. */
    private static void check(
            Case c, ByteOrder order, CoreRelocationKind kind, boolean ofElements, ToLongFunction<Place> expected) {
        CoreResult result = resolve(c, order, kind);
        Place program = c.inProgram();
        Place kernel = c.inKernel();
        boolean sound = program.fits() && (ofElements || program.field());
        if (!sound || kernel != null && !kernel.fits()) {
            assertThat(result).isNull();
        } else if (kernel == null) {
            assertThat(result).isInstanceOf(CoreResult.Poison.class);
        } else {
            CoreResult.Value value = (CoreResult.Value) result;
            assertThat(value.localValue()).isEqualTo(expected.applyAsLong(program));
            assertThat(value.targetValue()).isEqualTo(expected.applyAsLong(kernel));
        }
    }

    /** What a program does with the answers: load, shift left, shift right. It has to come to what is stored there. */
    @ByteOrders
    void loadingAndShiftingGivesTheFieldsValue(ByteOrder order) {
        AtomicInteger compared = new AtomicInteger();
        qt().withExamples(EXAMPLES).forAll(numbers(), longs().all()).checkAssert((numbers, noise) -> {
            Case c = Case.of(numbers);
            Place kernel = c.inKernel();
            boolean readable = kernel != null && kernel.field() && kernel.isScalar() && kernel.fits();
            if (!readable || !c.inProgram().fits()) {
                return;
            }
            Map<CoreRelocationKind, Long> answers = new EnumMap<>(CoreRelocationKind.class);
            for (CoreRelocationKind kind : KINDS) {
                answers.put(kind, ((CoreResult.Value) resolve(c, order, kind)).targetValue());
            }
            byte[] memory = Memory.holding(kernel, noise, order, (int) (3 * c.target.size()) + 8);
            assertThat(Memory.load(memory, order, answers)).isEqualTo(Memory.value(kernel, noise));
            compared.incrementAndGet();
        });
        // Cases that cannot be compared must not be the rule.
        assertThat(compared.get()).isGreaterThan(EXAMPLES / 8);
    }

    /** A reference with a fault in it does not agree with what is computed, and the case shrinks. */
    @Test
    void aPlantedBugIsNoticedAndShrinks() {
        var failing = new ArrayList<Case>();
        assertThat(catchThrowable(() -> qt().withFixedSeed(3)
                        .withShrinkCycles(20_000)
                        .forAll(numbers())
                        .check(numbers -> {
                            Case c = Case.of(numbers);
                            Place kernel = c.inKernel();
                            boolean right = kernel == null || kernel.bits() == 0 || kernel.loadOffset() == 0;
                            if (!right) {
                                failing.add(c);
                            }
                            return right;
                        })))
                .isInstanceOf(AssertionError.class);
        assertThat(failing.get(failing.size() - 1).target.size())
                .isLessThanOrEqualTo(failing.get(0).target.size());
    }

    /** Memory as a machine of one byte order has it, bit by bit. */
    private static final class Memory {
        /** The noise as a field of this width has it, extended as its type says. */
        static long value(Place place, long noise) {
            int unused = (int) (64 - place.bitSize());
            return place.type().signed() ? noise << unused >> unused : noise << unused >>> unused;
        }

        /** Noise everywhere, and the field's value where it lies: its lowest bit first, or its highest. */
        static byte[] holding(Place place, long noise, ByteOrder order, int size) {
            byte[] memory = new byte[size];
            new Random(noise).nextBytes(memory);
            for (int i = 0; i < place.bitSize(); i++) {
                int at = (int) place.bitOffset() + i;
                boolean little = order == ByteOrder.LITTLE_ENDIAN;
                long bit = noise >>> (little ? i : place.bitSize() - 1 - i) & 1;
                int mask = little ? 1 << at % 8 : 0x80 >> at % 8;
                memory[at / 8] = (byte) (bit == 0 ? memory[at / 8] & ~mask : memory[at / 8] | mask);
            }
            return memory;
        }

        static long load(byte[] memory, ByteOrder order, Map<CoreRelocationKind, Long> answers) {
            ByteBuffer bytes = ByteBuffer.wrap(memory).order(order);
            int at = answers.get(FIELD_BYTE_OFFSET).intValue();
            long loaded = switch (answers.get(FIELD_BYTE_SIZE).intValue()) {
                case 1 -> bytes.get(at) & 0xffL;
                case 2 -> bytes.getShort(at) & 0xffffL;
                case 4 -> bytes.getInt(at) & 0xffffffffL;
                default -> bytes.getLong(at);
            };
            long left = loaded << answers.get(FIELD_LSHIFT_U64);
            long right = answers.get(FIELD_RSHIFT_U64);
            return answers.get(FIELD_SIGNED) == 1 ? left >> right : left >>> right;
        }
    }
}
