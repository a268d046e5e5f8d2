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

    private static final byte[] NO_KEY = new byte[0];

    private final Host host;
    private final Kernel kernel;
    private final Fd fd;
    private final MapShape shape;
    private @Nullable SharedMemory memory;

    BpfMap(Host host, Fd fd, MapShape shape) {
        this.host = host;
        this.kernel = host.kernel();
        this.fd = fd;
        this.shape = shape;
    }

    /** A map about which only the kernel knows. Takes {@code fd} over, and closes it if the kernel will not tell. */
    static BpfMap of(Host host, Fd fd) {
        try {
            return new BpfMap(host, fd, MapShape.of(MapInfo.of(host.kernel(), fd)));
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** The same map under the object's name for it, which may be longer than the kernel's. */
    BpfMap named(String name) {
        return new BpfMap(host, fd, shape.named(name));
    }

    /** The name in the object, or, for a map that was opened, in the kernel. */
    public String name() {
        return shape.name();
    }

    /** A {@link MapType}. */
    public int type() {
        return shape.type();
    }

    /** Bytes in a key. */
    public int keySize() {
        return shape.keySize();
    }

    /** Bytes in a value; in a per-CPU map, in one processor's. */
    public int valueSize() {
        return shape.valueSize();
    }

    /** The most entries there can be; for ring buffers, bytes. */
    public int maxEntries() {
        return shape.maxEntries();
    }

    /** The descriptor, which stays this map's. */
    public Fd fd() {
        return fd;
    }

    /** The system calls that this map's readers need. */
    public SystemCalls system() {
        return host.system();
    }

    /** The same map with keys and values as objects. */
    public <K, V> TypedMap<K, V> as(Codec<K> keys, Codec<V> values) {
        return new TypedMap<>(this, keys, values);
    }

    /** What the kernel says about it. */
    public MapInfo info() {
        return MapInfo.of(kernel, fd);
    }

    /** The value of a key; empty if there is none. */
    public Optional<byte[]> get(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(plainSize());
        return kernel.lookup(new MapElement(fd, key(scratch, key), value, 0))
                ? Optional.of(Scratch.copy(value, shape.valueSize()))
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
        require(key, shape.keySize(), "key");
        require(value, valueBytes(), "value");
        return kernel.lookup(new MapElement(fd, address(key), value, 0));
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
        Scratch scratch = Scratch.ofThread();
        update(new MapElement(fd, key(scratch, key), scratch.value(checkedValue(value)), flags));
    }

    /**
     * The same without a copy.
     *
     * @param key a direct buffer whose first bytes are the key
     * @param value a direct buffer whose first bytes are the value
     */
    public void put(ByteBuf key, ByteBuf value, long flags) {
        require(key, shape.keySize(), "key");
        require(value, valueBytes(), "value");
        update(new MapElement(fd, address(key), value, flags));
    }

    private void update(MapElement element) {
        try {
            kernel.update(element);
        } catch (BpfCallException e) {
            throw e.within(toString());
        }
    }

    /** Removes a key and its value; false if there was none. */
    public boolean delete(byte[] key) {
        return kernel.delete(new MapElement(fd, key(Scratch.ofThread(), key), null, 0));
    }

    /** Removes a key: its value, or empty if there was none. */
    public Optional<byte[]> take(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(plainSize());
        return kernel.lookupAndDelete(new MapElement(fd, key(scratch, key), value, 0))
                ? Optional.of(Scratch.copy(value, shape.valueSize()))
                : Optional.empty();
    }

    /** Adds a value to a queue, a stack or a bloom filter; throws with E2BIG if there is no room. */
    public void push(byte[] value) {
        put(NO_KEY, value);
    }

    /** Removes the next value of a queue or a stack; empty if there is none. */
    public Optional<byte[]> pop() {
        return take(NO_KEY);
    }

    /** The next value of a queue or a stack, which stays; empty if there is none. */
    public Optional<byte[]> peek() {
        return get(NO_KEY);
    }

    /** Whether a bloom filter has a value, perhaps; false means that it has not. */
    public boolean mayContain(byte[] value) {
        Scratch scratch = Scratch.ofThread();
        return kernel.lookup(new MapElement(fd, null, scratch.value(checkedValue(value)), 0));
    }

    /**
     * The values of a key, one for each processor.
     *
     * @return empty if there is none
     */
    public Optional<List<byte[]>> getPerCpu(byte[] key) {
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(perCpuSize());
        if (!kernel.lookup(new MapElement(fd, key(scratch, key), value, 0))) {
            return Optional.empty();
        }
        List<byte[]> values = new ArrayList<>(host.cpus().possible());
        for (int cpu = 0; cpu < host.cpus().possible(); cpu++) {
            byte[] one = new byte[shape.valueSize()];
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
                    .formatted(shape.name(), values.size(), host.cpus().possible()));
        }
        Scratch scratch = Scratch.ofThread();
        ByteBuf value = scratch.value(size).setZero(0, size);
        for (int cpu = 0; cpu < values.size(); cpu++) {
            value.setBytes(cpu * stride(), values.get(cpu), 0, shape.valueSize());
        }
        update(new MapElement(fd, key(scratch, key), value, flags));
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
        return new MapBatches(kernel, fd, shape.keySize(), valueBytes(), shape.maxEntries());
    }

    /**
     * Forbids user space to write from now on.
     *
     * <p>A map that is mapped to be written cannot be frozen; what {@link #memory} gave out by now therefore ends.
     */
    public synchronized void freeze() {
        unmap();
        kernel.freeze(fd);
    }

    /**
     * Its memory, mapped when this is first called; empty if it is no map that can be mapped. An arena with {@code
     * BPF_F_SEGV_ON_FAULT} is none: a JVM does not survive what that flag is for.
     */
    public synchronized Optional<SharedMemory> memory() {
        SharedMemory mapped = memory;
        if (mapped == null) {
            MappedMaps.Extent extent = MappedMaps.of(shape, host.system().pageSize());
            if (extent.size() == 0) {
                return Optional.empty();
            }
            mapped = MappedMaps.map(host.system(), fd, shape, extent);
            memory = mapped;
        }
        return Optional.of(mapped);
    }

    private void unmap() {
        SharedMemory mapped = memory;
        memory = null;
        if (mapped != null) {
            mapped.close();
        }
    }

    /** Gives the map a name on bpffs, which keeps it alive after this handle and this process. */
    public void pin(Path path) {
        kernel.pin(fd, path.toString());
    }

    /** Releases this process's hold; the kernel frees the map when nothing else holds it. */
    @Override
    public synchronized void close() {
        unmap();
        fd.close();
    }

    @Override
    public String toString() {
        return "map " + shape.name();
    }

    /** The key where the kernel can read it; null in maps without keys, which want no address. */
    private @Nullable ByteBuf key(Scratch scratch, byte[] key) {
        if (key.length != shape.keySize()) {
            throw new IllegalArgumentException(
                    "%s: the key has %d bytes, not %d".formatted(shape.name(), key.length, shape.keySize()));
        }
        return key.length == 0 ? null : scratch.key(key);
    }

    private @Nullable ByteBuf address(ByteBuf key) {
        return shape.keySize() == 0 ? null : key;
    }

    private byte[] checkedValue(byte[] value) {
        if (value.length != plainSize()) {
            throw new IllegalArgumentException(
                    "%s: the value has %d bytes, not %d".formatted(shape.name(), value.length, shape.valueSize()));
        }
        return value;
    }

    private void require(ByteBuf buffer, int size, String what) {
        if (buffer.capacity() < size) {
            throw new IllegalArgumentException(
                    "%s: the %s's buffer has %d bytes, not %d".formatted(shape.name(), what, buffer.capacity(), size));
        }
    }

    private int plainSize() {
        if (isPerCpu()) {
            throw new IllegalArgumentException(shape.name() + " has a value for each processor");
        }
        return shape.valueSize();
    }

    private int perCpuSize() {
        if (!isPerCpu()) {
            throw new IllegalArgumentException(shape.name() + " has one value for all processors");
        }
        return valueBytes();
    }

    /** The bytes that the kernel reads and writes for one value. */
    private int valueBytes() {
        return isPerCpu() ? stride() * host.cpus().possible() : shape.valueSize();
    }

    /** Each processor's value begins at a multiple of 8. */
    private int stride() {
        return (shape.valueSize() + 7) & -8;
    }

    private boolean isPerCpu() {
        return switch (shape.type()) {
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
            ByteBuf following = scratch.value(shape.keySize());
            ByteBuf start = key == null ? null : scratch.key(key);
            return kernel.nextKey(new MapElement(fd, start, following, 0))
                    ? Scratch.copy(following, shape.keySize())
                    : null;
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
