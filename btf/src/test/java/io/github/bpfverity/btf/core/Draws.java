package io.github.bpfverity.btf.core;

import java.util.Iterator;
import java.util.List;

/** Numbers drawn by a generator, to make things of; 0 once they are used up, so that fewer numbers make less. */
final class Draws {
    private final Iterator<Integer> numbers;

    Draws(List<Integer> numbers) {
        this.numbers = numbers.iterator();
    }

    /** A number from 0 up to but not including {@code bound}. */
    int below(int bound) {
        return numbers.hasNext() ? Math.floorMod(numbers.next(), bound) : 0;
    }

    /** True once in {@code times}. */
    boolean once(int times) {
        return below(times) == times - 1;
    }
}
