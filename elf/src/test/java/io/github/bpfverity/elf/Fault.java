package io.github.bpfverity.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * One broken file and what is said about it.
 *
 * @param image what the sample object is turned into before it is written
 * @param damage how the written file is broken
 * @param use what is done with it; most faults are found by parsing alone
 * @param place what the message begins with
 * @param at the offset it gives
 * @param words what it says of the value found and the one expected
 */
record Fault(
        String title,
        UnaryOperator<ElfImage> image,
        Consumer<ElfBytes> damage,
        Use use,
        String place,
        ToLongFunction<ElfBytes> at,
        String words) {
    interface Use {
        void on(ElfObject elf) throws FormatException;
    }

    /** A fault found in the headers, which the message places in the file. */
    static Fault file(String title, Consumer<ElfBytes> damage, ToLongFunction<ElfBytes> at, String words) {
        return new Fault(title, image -> image, damage, elf -> {}, "test.o", at, words);
    }

    static Fault file(String title, Consumer<ElfBytes> damage, long at, String words) {
        return file(title, damage, image -> at, words);
    }

    /** A fault found in the bytes of a section. */
    static Fault in(
            String section, String title, Consumer<ElfBytes> damage, ToLongFunction<ElfBytes> at, String words) {
        return new Fault(title, image -> image, damage, elf -> {}, "test.o:" + section, at, words);
    }

    /** The same fault, found only when the file is used. */
    Fault using(Use newUse) {
        return new Fault(title, image, damage, newUse, place, at, words);
    }

    /** The same fault in another file. */
    Fault of(UnaryOperator<ElfImage> newImage) {
        return new Fault(title, newImage, damage, use, place, at, words);
    }

    void assertRefused(ByteOrder order) {
        ElfBytes file = image.apply(Samples.object(order)).build();
        damage.accept(file);
        FormatException e = catchThrowableOfType(FormatException.class, () -> use.on(file.parse()));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.problem()).contains(words);
        assertThat(e.place()).isEqualTo(place);
        assertThat(e.offset()).as(e.getMessage()).isEqualTo(at.applyAsLong(file));
    }

    @Override
    public String toString() {
        return title;
    }
}
