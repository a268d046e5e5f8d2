package io.github.bpfverity.loader;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A {@link BpfMap} seen through a {@link Codec} for its keys and one for its values. Throws what the map throws, and
 * may be used by several threads at once, as it may.
 *
 * @param <K> keys
 * @param <V> values; in a per-CPU map, one processor's
 */
public final class TypedMap<K, V> {
    private final BpfMap map;
    private final Codec<K> keys;
    private final Codec<V> values;

    /** @throws IllegalArgumentException if keys or values have other sizes in the map */
    TypedMap(BpfMap map, Codec<K> keys, Codec<V> values) {
        this.map = map;
        this.keys = keys;
        this.values = values;
        require("keys", map.keySize(), keys.size());
        require("values", map.valueSize(), values.size());
    }

    private void require(String what, int there, int wanted) {
        if (there != wanted) {
            throw new IllegalArgumentException(
                    "%s has %s of %d bytes, the codec's have %d".formatted(map, what, there, wanted));
        }
    }

    /** The map itself. */
    public BpfMap map() {
        return map;
    }

    /** The value of a key; empty if there is none. */
    public Optional<V> get(K key) {
        return map.get(encode(keys, key)).map(bytes -> decode(values, bytes));
    }

    /** The values of a key in a per-CPU map, one for each processor; empty if there is none. */
    public Optional<List<V>> getPerCpu(K key) {
        return map.getPerCpu(encode(keys, key))
                .map(all -> all.stream().map(bytes -> decode(values, bytes)).toList());
    }

    /** Sets the value of a key. */
    public void put(K key, V value) {
        put(key, value, BpfMap.ANY);
    }

    /**
     * Sets the value of a key.
     *
     * @param flags {@link BpfMap#ANY}, {@link BpfMap#NO_EXIST} or {@link BpfMap#EXIST}
     */
    public void put(K key, V value, long flags) {
        map.put(encode(keys, key), encode(values, value), flags);
    }

    /** Sets the values of a key in a per-CPU map, one for each processor. */
    public void putPerCpu(K key, List<V> all) {
        map.putPerCpu(
                encode(keys, key),
                all.stream().map(value -> encode(values, value)).toList(),
                BpfMap.ANY);
    }

    /** Removes a key and its value; false if there was none. */
    public boolean delete(K key) {
        return map.delete(encode(keys, key));
    }

    /** The keys, as they are found while iterating; see {@link BpfMap#keys}. */
    public Iterable<K> keys() {
        return () -> {
            Iterator<byte[]> all = map.keys().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public K next() {
                    return decode(keys, all.next());
                }
            };
        };
    }

    /** Passes on the entries, as they are found while iterating; see {@link BpfMap#keys}. */
    public void forEach(BiConsumer<K, V> action) {
        for (byte[] key : map.keys()) {
            map.get(key).ifPresent(value -> action.accept(decode(keys, key), decode(values, value)));
        }
    }

    /** A copy of the entries, in the order in which they were found. */
    public Map<K, V> copy() {
        Map<K, V> copy = new LinkedHashMap<>();
        forEach(copy::put);
        return copy;
    }

    private <T> byte[] encode(Codec<T> codec, T value) {
        ByteBuffer bytes = ByteBuffer.allocate(codec.size()).order(ByteOrder.nativeOrder());
        try {
            codec.encode(value, bytes);
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException("%s: %s does not fit %d bytes".formatted(map, value, codec.size()), e);
        }
        return bytes.array();
    }

    private static <T> T decode(Codec<T> codec, byte[] bytes) {
        return codec.decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }
}
