package io.github.bpfverity.loader.link;

import java.util.List;
import java.util.function.ToIntFunction;

/** Finds stretches of lists that are sorted by a number. */
final class Ranges {
    private Ranges() {}

    /** How many items have a key below {@code limit}. */
    static <T> int before(List<T> items, ToIntFunction<T> key, int limit) {
        int low = 0;
        int high = items.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key.applyAsInt(items.get(middle)) < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The items whose key is at least {@code from} and below {@code to}. */
    static <T> List<T> between(List<T> items, ToIntFunction<T> key, int from, int to) {
        return items.subList(before(items, key, from), before(items, key, to));
    }
}
