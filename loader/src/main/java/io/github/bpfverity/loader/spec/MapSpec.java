package io.github.bpfverity.loader.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One map as its object describes it.
 *
 * @param name the variable's name, or for a data section the name of its map; the kernel shows the first 15 characters
 * @param symbol what the object calls it: the variable's or the section's name
 * @param kind what it was made from
 * @param type a {@link MapType}
 * @param keySize bytes in a key
 * @param valueSize bytes in a value
 * @param maxEntries the number of entries; 0 where the loader is to choose (per-CPU maps)
 * @param flags {@code BPF_F_*} of {@code BPF_MAP_CREATE}
 * @param numaNode the node to allocate on if the flags have {@code BPF_F_NUMA_NODE}
 * @param mapExtra type-dependent, such as a bloom filter's number of hashes
 * @param pinning whether the map is pinned by its name
 * @param keyTypeId the key's type in the object's BTF, 0 if unknown
 * @param valueTypeId the value's type in the object's BTF, 0 if unknown
 * @param inner what the inner maps of a map of maps look like
 * @param slots values given in the declaration: inner maps, or programs of a program array
 * @param contents the bytes a data section starts with, or the arena's; not to be changed
 * @param autocreate whether loading the object creates the map
 */
public record MapSpec(
        String name,
        String symbol,
        MapKind kind,
        int type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        int numaNode,
        long mapExtra,
        Pinning pinning,
        int keyTypeId,
        int valueTypeId,
        @Nullable MapSpec inner,
        List<Slot> slots,
        byte @Nullable [] contents,
        boolean autocreate) {

    /** {@code BPF_F_NUMA_NODE}. */
    public static final int NUMA_NODE = 1 << 2;

    /** {@code BPF_F_RDONLY_PROG}. */
    public static final int READ_ONLY_PROGRAM = 1 << 7;

    /** {@code BPF_F_MMAPABLE}. */
    public static final int MMAPABLE = 1 << 10;

    /** {@code BPF_F_LINK}. */
    public static final int LINK = 1 << 13;

    /**
     * A value given in the declaration.
     *
     * @param index the key, counted from 0; in struct_ops, the byte offset of the member in the struct
     * @param target the name of the map or of the program that goes there
     */
    public record Slot(int index, String target) {}

    /** Whether the map is to be frozen once it is filled. */
    public boolean frozen() {
        return kind.isReadOnly();
    }

    /** The same map under another name. */
    public MapSpec withName(String newName) {
        return edit().name(newName).build();
    }

    /** The same map as another {@link MapType}. */
    public MapSpec withType(int newType) {
        return edit().type(newType).build();
    }

    /** The same map with other sizes in bytes. */
    public MapSpec withSizes(int key, int value) {
        return edit().keySize(key).valueSize(value).build();
    }

    /** The same map with room for {@code count} entries. */
    public MapSpec withMaxEntries(int count) {
        return edit().maxEntries(count).build();
    }

    /** The same map with other {@code BPF_MAP_CREATE} flags. */
    public MapSpec withFlags(int newFlags) {
        return edit().flags(newFlags).build();
    }

    /** The same map, pinned otherwise. */
    public MapSpec withPinning(Pinning newPinning) {
        return edit().pinning(newPinning).build();
    }

    /** The same map with other inner maps. */
    public MapSpec withInner(MapSpec newInner) {
        return edit().inner(newInner).build();
    }

    /** The same map with other starting bytes, which must not be changed afterwards. */
    public MapSpec withContents(byte[] bytes) {
        return edit().contents(bytes).build();
    }

    /** The same map, created with its object or not. */
    public MapSpec withAutocreate(boolean create) {
        return edit().autocreate(create).build();
    }

    MapSpecBuilder edit() {
        return new MapSpecBuilder(this);
    }
}
