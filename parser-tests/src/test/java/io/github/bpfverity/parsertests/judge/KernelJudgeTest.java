package io.github.bpfverity.parsertests.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfGraphs;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code BPF_BTF_LOAD} and our parser say the same of the same bytes, but for what {@link Difference} lists. */
class KernelJudgeTest {
    /** Few types, so that one refusal does not hide what follows. */
    private static final int MOST_TYPES = 3;

    /** Few enough for a kernel in an emulated machine. */
    private static final int EXAMPLES = 1000;

    /** Every kernel judges the same types, so that a new disagreement is a change and not chance. */
    private static final long SEED = 6112026;

    private int bothAccept;
    private int bothRefuse;
    private LinuxKernel kernel;

    @BeforeEach
    void requireBpf() {
        kernel = ThisKernel.assumeUsable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "core", "data", "legacy", "load", "maps", "refused", "subprograms", "struct_ops"})
    void theKernelTakesWhatTheLoaderGivesIt(String object) throws FormatException {
        ObjectSpec spec = Fixtures.spec(object, ByteOrder.nativeOrder());
        Verdict verdict = Verdict.on(spec.btf().orElseThrow().encode(), kernel);
        assertThat(verdict).isEqualTo(Verdict.SOUND);
    }

    @Test
    void agreesOnRandomTypes() {
        qt().withFixedSeed(SEED)
                .withExamples(EXAMPLES)
                .forAll(BtfGraphs.graphs(MOST_TYPES))
                .checkAssert(types -> compare(encode(types), types));
        assertThat(bothAccept).as("accepted by both").isGreaterThan(EXAMPLES / 50);
    }

    @Test
    void agreesOnDamagedTypes() {
        qt().withFixedSeed(SEED)
                .withExamples(EXAMPLES)
                .forAll(
                        BtfGraphs.graphs(MOST_TYPES),
                        integers().all(),
                        integers().between(0, 255),
                        integers().between(1, 2))
                .checkAssert((types, where, value, times) -> {
                    byte[] bytes = encode(types);
                    for (int i = 0; i < times; i++) {
                        bytes[Math.floorMod(where * (i + 1), bytes.length)] ^= (byte) (value + i);
                    }
                    compare(bytes, types);
                });
        assertThat(bothRefuse).as("refused by both").isGreaterThan(EXAMPLES / 10);
    }

    private static byte[] encode(List<BtfType> types) {
        BtfBuilder builder = new BtfBuilder();
        types.forEach(builder::add);
        return builder.encode(ByteOrder.nativeOrder());
    }

    private void compare(byte[] bytes, List<BtfType> types) {
        Verdict verdict = Verdict.on(bytes, kernel);
        if (verdict.agrees()) {
            bothAccept += verdict.ours().isEmpty() ? 1 : 0;
            bothRefuse += verdict.ours().isEmpty() ? 0 : 1;
            return;
        }
        if (Difference.of(verdict).isEmpty()) {
            throw new AssertionError("not a documented difference: " + verdict + " of " + types);
        }
    }
}
