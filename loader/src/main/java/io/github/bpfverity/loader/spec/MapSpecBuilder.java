package io.github.bpfverity.loader.spec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link MapSpec} while they are still being collected. */
final class MapSpecBuilder {
    String name;
    String symbol;
    MapKind kind;
    int type;
    int keySize;
    int valueSize;
    int maxEntries;
    int flags;
    int numaNode;
    long mapExtra;
    Pinning pinning = Pinning.NONE;
    int keyTypeId;
    int valueTypeId;

    @Nullable
    MapSpec inner;

    List<MapSpec.Slot> slots = new ArrayList<>();
    byte @Nullable [] contents;
    boolean autocreate = true;

    MapSpecBuilder(String name, MapKind kind) {
        this.name = name;
        this.symbol = name;
        this.kind = kind;
    }

    MapSpecBuilder(MapSpec from) {
        name = from.name();
        symbol = from.symbol();
        kind = from.kind();
        type = from.type();
        keySize = from.keySize();
        valueSize = from.valueSize();
        maxEntries = from.maxEntries();
        flags = from.flags();
        numaNode = from.numaNode();
        mapExtra = from.mapExtra();
        pinning = from.pinning();
        keyTypeId = from.keyTypeId();
        valueTypeId = from.valueTypeId();
        inner = from.inner();
        slots = new ArrayList<>(from.slots());
        contents = from.contents();
        autocreate = from.autocreate();
    }

    MapSpecBuilder name(String value) {
        name = value;
        return this;
    }

    MapSpecBuilder symbol(String value) {
        symbol = value;
        return this;
    }

    MapSpecBuilder type(int value) {
        type = value;
        return this;
    }

    MapSpecBuilder keySize(int value) {
        keySize = value;
        return this;
    }

    MapSpecBuilder valueSize(int value) {
        valueSize = value;
        return this;
    }

    MapSpecBuilder maxEntries(int value) {
        maxEntries = value;
        return this;
    }

    MapSpecBuilder flags(int value) {
        flags = value;
        return this;
    }

    MapSpecBuilder pinning(Pinning value) {
        pinning = value;
        return this;
    }

    MapSpecBuilder inner(MapSpec value) {
        inner = value;
        return this;
    }

    MapSpecBuilder contents(byte[] value) {
        contents = value;
        return this;
    }

    MapSpecBuilder autocreate(boolean value) {
        autocreate = value;
        return this;
    }

    MapSpec build() {
        return new MapSpec(
                name,
                symbol,
                kind,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                numaNode,
                mapExtra,
                pinning,
                keyTypeId,
                valueTypeId,
                inner,
                List.copyOf(slots),
                contents,
                autocreate);
    }
}
