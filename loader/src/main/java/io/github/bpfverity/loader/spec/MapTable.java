package io.github.bpfverity.loader.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The maps of an object in order, and which place in the file each was made from. */
final class MapTable {
    private record Place(int section, long offset) {}

    private static final long WHOLE_SECTION = -1;

    private final List<MapSpec> maps = new ArrayList<>();
    private final Map<Place, Integer> byPlace = new HashMap<>();

    /** Adds a map that belongs to no place in the file. */
    void add(MapSpec map) {
        maps.add(map);
    }

    /** Adds the map that a variable declares. */
    void addVariable(MapSpec map, int section, long offset) {
        byPlace.put(new Place(section, offset), maps.size());
        maps.add(map);
    }

    /** Adds the map that holds a whole section. */
    void addSection(MapSpec map, int section) {
        addVariable(map, section, WHOLE_SECTION);
    }

    /** Has a map that is there hold a section besides. */
    void alsoHolds(int map, int section) {
        byPlace.put(new Place(section, WHOLE_SECTION), map);
    }

    /** The map that the variable at this place declares. */
    OptionalInt atVariable(int section, long offset) {
        return indexOf(new Place(section, offset));
    }

    /** The map that holds this section. */
    OptionalInt holding(int section) {
        return indexOf(new Place(section, WHOLE_SECTION));
    }

    List<MapSpec> maps() {
        return maps;
    }

    private OptionalInt indexOf(Place place) {
        Integer index = byPlace.get(place);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
