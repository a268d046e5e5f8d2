package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.MapElement;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map in the kernel.
 *
 * <p>Keys and values are bytes as the program lays them out, in native byte order. Values of per-CPU maps are
 * lists, one entry for each processor that the machine may have; the plain methods refuse such maps. All methods
 * throw {@link BpfCallException} when the kernel refuses, and may be used by several threads at once.
 */
public final class BpfMap implements AutoCloseable {
    /** {@code BPF_ANY}: put whether or not there is one. */
    public static final long ANY = 0;

    /** {@code BPF_NOEXIST}: put only if there is none; else EEXIST. */
    public static final long NO_EXIST = 1;

    /** {@code BPF_EXIST}: put only if there is one; else ENOENT. */
    public static final long EXIST = 2;

    private final Host host;
    private final Kernel kernel;
    private final Fd fd;
    private final String name;
    private final int type;
    private final int keySize;
    private final int valueSize;
    private final int maxEntries;

    BpfMap(Host host, Fd fd, String name, int type, int keySize, int valueSize, int maxEntries) {
        this.host = host;
        this.kernel = host.kernel();
        this.fd = fd;
        this.name = name;
        this.type = type;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.maxEntries = maxEntries;
    }

    /** A map about which only the kernel knows. Takes {@code fd} over, and closes it if the kernel will not tell. */
    static BpfMap of(Host host, Fd fd) {
        try {
            MapInfo info = MapInfo.of(host.kernel(), fd);
            return new BpfMap(host, fd, info.name(), info.type(), info.keySize(), info.valueSize(), info.maxEntries());
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** The name in the object, or, for a map that was opened, in the kernel. */
    public String name() {
        return name;
    }

    /** A {@link MapType}. */
    public int type() {
        return type;
    }

    /** Bytes in a key. */
    public int keySize() {
        return keySize;
    }

    /** Bytes in a value; in a per-CPU map, in one processor's. */
    public int valueSize() {
        return valueSize;
    }

    /** The most entries there can be; for ring buffers, bytes. */
    public int maxEntries() {
        return maxEntries;
    }

    /** The descriptor, which stays this map's. */
    public Fd fd() {
        return fd;
    }

    /** The system calls that this map's readers need. */
    public SystemCalls system() {
        return host.system();
    }

    /** What the kernel says about it. */
    public MapInfo info() {
        return MapInfo.of(kernel, fd);
    }

    /** The value of a key; empty if there is none. */
    public Optional<byte[]> get(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(plainSize());
        return kernel.lookup(new MapElement(fd, scratch.key(checkedKey(key)), value, 0))
                ? Optional.of(Scratch.copy(value, valueSize))
                : Optional.empty();
    }

    /**
     * The same without a copy.
     *
     * @param key a direct buffer whose first bytes are the key
     * @param value a direct buffer whose first bytes receive the value
     * @return whether there is one
     */
    public boolean get(ByteBuf key, ByteBuf value) {
        require(key, keySize, "key");
        require(value, valueBytes(), "value");
        return kernel.lookup(new MapElement(fd, key, value, 0));
    }

    /** Sets the value of a key. */
    public void put(byte[] key, byte[] value) {
        put(key, value, ANY);
    }

    /**
     * Sets the value of a key.
     *
     * @param flags {@link #ANY}, {@link #NO_EXIST} or {@link #EXIST}
     */
    public void put(byte[] key, byte[] value, long flags) {
        if (value.length != plainSize()) {
            throw new IllegalArgumentException(
                    "%s: the value has %d bytes, not %d".formatted(name, value.length, valueSize));
        }
        Scratch scratch = Scratch.ofThread();
        update(new MapElement(fd, scratch.key(checkedKey(key)), scratch.value(value), flags));
    }

    /**
     * The same without a copy.
     *
     * @param key a direct buffer whose first bytes are the key
     * @param value a direct buffer whose first bytes are the value
     */
    public void put(ByteBuf key, ByteBuf value, long flags) {
        require(key, keySize, "key");
        require(value, valueBytes(), "value");
        update(new MapElement(fd, key, value, flags));
    }

    private void update(MapElement element) {
        try {
            kernel.update(element);
        } catch (BpfCallException e) {
            throw e.within("map " + name);
        }
    }

    /** Removes a key and its value; false if there was none. */
    public boolean delete(byte[] key) {
        return kernel.delete(new MapElement(fd, Scratch.ofThread().key(checkedKey(key)), null, 0));
    }

    /** Removes a key: its value, or empty if there was none. */
    public Optional<byte[]> take(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(plainSize());
        return kernel.lookupAndDelete(new MapElement(fd, scratch.key(checkedKey(key)), value, 0))
                ? Optional.of(Scratch.copy(value, valueSize))
                : Optional.empty();
    }

    /**
     * The values of a key, one for each processor.
     *
     * @return empty if there is none
     */
    public Optional<List<byte[]>> getPerCpu(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(perCpuSize());
        if (!kernel.lookup(new MapElement(fd, scratch.key(checkedKey(key)), value, 0))) {
            return Optional.empty();
        }
        List<byte[]> values = new ArrayList<>(host.cpus().possible());
        for (int cpu = 0; cpu < host.cpus().possible(); cpu++) {
            byte[] one = new byte[valueSize];
            value.getBytes(cpu * stride(), one);
            values.add(one);
        }
        return Optional.of(values);
    }

    /** Sets the values of a key, one for each processor. */
    public void putPerCpu(byte[] key, List<byte[]> values, long flags) {
        int size = perCpuSize();
        if (values.size() != host.cpus().possible()) {
            throw new IllegalArgumentException("%s: %d values for %d processors"
                    .formatted(name, values.size(), host.cpus().possible()));
        }
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(size).setZero(0, size);
        for (int cpu = 0; cpu < values.size(); cpu++) {
            value.setBytes(cpu * stride(), values.get(cpu), 0, valueSize);
        }
        update(new MapElement(fd, scratch.key(checkedKey(key)), value, flags));
    }

    /**
     * The keys, as they are found while iterating. Entries that come and go meanwhile may be missed or seen twice,
     * as the kernel has it.
     */
    public Iterable<byte[]> keys() {
        return Keys::new;
    }

    /** Whole batches of entries, in as few system calls as the map's type allows. */
    public MapBatches batches() {
        return new MapBatches(kernel, fd, keySize, valueBytes(), maxEntries);
    }

    /** Forbids user space to write from now on. */
    public void freeze() {
        kernel.freeze(fd);
    }

    /** Gives the map a name on bpffs, which keeps it alive after this handle and this process. */
    public void pin(Path path) {
        kernel.pin(fd, path.toString());
    }

    /** Releases this process's hold; the kernel frees the map when nothing else holds it. */
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "map " + name;
    }

    private byte[] checkedKey(byte[] key) {
        if (key.length != keySize) {
            throw new IllegalArgumentException("%s: the key has %d bytes, not %d".formatted(name, key.length, keySize));
        }
        return key;
    }

    private void require(ByteBuf buffer, int size, String what) {
        if (buffer.capacity() < size) {
            throw new IllegalArgumentException(
                    "%s: the %s's buffer has %d bytes, not %d".formatted(name, what, buffer.capacity(), size));
        }
    }

    private int plainSize() {
        if (isPerCpu()) {
            throw new IllegalArgumentException(name + " has a value for each processor");
        }
        return valueSize;
    }

    private int perCpuSize() {
        if (!isPerCpu()) {
            throw new IllegalArgumentException(name + " has one value for all processors");
        }
        return valueBytes();
    }

    /** The bytes that the kernel reads and writes for one value. */
    private int valueBytes() {
        return isPerCpu() ? stride() * host.cpus().possible() : valueSize;
    }

    /** Each processor's value begins at a multiple of 8. */
    private int stride() {
        return (valueSize + 7) & -8;
    }

    private boolean isPerCpu() {
        return switch (type) {
            case MapType.PERCPU_HASH, MapType.PERCPU_ARRAY, MapType.LRU_PERCPU_HASH, MapType.PERCPU_CGROUP_STORAGE ->
                true;
            default -> false;
        };
    }

    /** Asks for one key ahead. */
    private final class Keys implements Iterator<byte[]> {
        private byte @Nullable [] next = after(null);

        private byte @Nullable [] after(byte @Nullable [] key) {
            Scratch scratch = Scratch.ofThread();
            ByteBuf following = scratch.value(keySize);
            ByteBuf start = key == null ? null : scratch.key(key);
            return kernel.nextKey(new MapElement(fd, start, following, 0)) ? Scratch.copy(following, keySize) : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public byte[] next() {
            byte[] current = next;
            if (current == null) {
                throw new NoSuchElementException();
            }
            next = after(current);
            return current;
        }
    }
}
