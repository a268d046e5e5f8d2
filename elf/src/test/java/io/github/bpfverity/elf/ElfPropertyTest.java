package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.github.bpfverity.bytes.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Properties of all files that a generator can think of, and of all ways to damage them that a mutator can. */
class ElfPropertyTest {
    @Test
    void whatIsReadIsWhatWasWritten() {
        qt().withExamples(3000)
                .forAll(ElfModels.models())
                .checkAssert(model -> assertThat(read(model)).isEqualTo(model));
    }

    @Test
    void whatIsReadWritesTheSameBytes() {
        qt().withExamples(1000)
                .forAll(ElfModels.models())
                .checkAssert(model -> assertThat(read(model).write().bytes())
                        .isEqualTo(model.write().bytes()));
    }

    @Test
    void aDamagedFileGivesAModelOrAFault() {
        AtomicInteger models = new AtomicInteger();
        AtomicInteger faults = new AtomicInteger();
        qt().withExamples(10_000)
                .forAll(ElfModels.models(), lists().of(damages()).ofSizeBetween(1, 4))
                .checkAssert((model, damages) -> {
                    Object outcome = Outcome.of(Damage.apply(model.write(), damages));
                    (outcome instanceof FormatException ? faults : models).incrementAndGet();
                });
        // A mutator that only ever made one of the two would test little.
        assertThat(models.get()).isGreaterThan(1000);
        assertThat(faults.get()).isGreaterThan(1000);
    }

    /** A fault planted in the reading is found, and its witness shrinks to the smallest file that shows it. */
    @Test
    void aPlantedBugShrinksToASmallFile() {
        List<ElfModel> smallest = new ArrayList<>();
        assertThatThrownBy(() -> qt().withFixedSeed(1)
                        .withShrinkCycles(20_000)
                        .forAll(ElfModels.models())
                        .check(model -> {
                            boolean holds = read(model).symbols().stream().allMatch(s -> s.size() == (int) s.size());
                            if (!holds) {
                                smallest.add(model); // the last that fails is the smallest
                            }
                            return holds;
                        }))
                .isInstanceOf(AssertionError.class);
        ElfModel first = smallest.get(0);
        ElfModel last = smallest.get(smallest.size() - 1);
        assertThat(last.write().size()).isLessThan(first.write().size());
        assertThat(last.symbols()).hasSize(1);
        assertThat(last.sections()).isEmpty();
        assertThat(last.relocations()).isEmpty();
    }

    private static Gen<Damage> damages() {
        return integers()
                .between(0, Damage.Kind.values().length - 1)
                .zip(
                        integers().between(0, 1 << 20),
                        longs().all(),
                        integers().between(0, Damage.VALUES.size() - 1),
                        Damage::new);
    }

    private static ElfModel read(ElfModel model) {
        try {
            return ElfModel.of(model.write().parse());
        } catch (FormatException e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }
}
