package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.spec.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program being put together: the code of its functions one after the other. */
final class Assembly {
    /** A function and where in the program it begins. */
    record Placed(Function function, int start) {}

    private final List<Placed> functions = new ArrayList<>();
    private final Map<Integer, Placed> byFunction = new HashMap<>();
    private final List<MapReference> mapReferences = new ArrayList<>();
    private final List<ModuleReference> moduleReferences = new ArrayList<>();
    private final Map<Integer, String> poisons = new HashMap<>();
    private long[] code = {};
    private int size;

    /** Appends a function's code. */
    Placed append(LinkedFunction linked) {
        Placed placed = new Placed(linked.function(), size);
        int length = linked.code().length;
        if (size + length > code.length) {
            code = Arrays.copyOf(code, Math.max(size + length, 2 * size));
        }
        System.arraycopy(linked.code(), 0, code, size, length);
        for (MapReference reference : linked.mapReferences()) {
            mapReferences.add(new MapReference(size + reference.instruction(), reference.map()));
        }
        for (ModuleReference reference : linked.moduleReferences()) {
            moduleReferences.add(
                    new ModuleReference(size + reference.instruction(), reference.module(), reference.use()));
        }
        linked.poisons().forEach((instruction, reason) -> poisons.put(placed.start() + instruction, reason));
        size += length;
        functions.add(placed);
        byFunction.put(linked.function().index(), placed);
        return placed;
    }

    /** Where a function begins, null if it is not there yet. */
    @Nullable
    Placed of(int function) {
        return byFunction.get(function);
    }

    /** The function that an instruction belongs to, null if there is no such instruction. */
    @Nullable
    Placed at(int instruction) {
        if (instruction < 0 || instruction >= size) {
            return null;
        }
        return functions.get(Ranges.before(functions, Placed::start, instruction + 1) - 1);
    }

    long instruction(int index) {
        return code[index];
    }

    void set(int index, long instruction) {
        code[index] = instruction;
    }

    List<Placed> functions() {
        return functions;
    }

    long[] code() {
        return Arrays.copyOf(code, size);
    }

    List<MapReference> mapReferences() {
        return mapReferences;
    }

    List<ModuleReference> moduleReferences() {
        return moduleReferences;
    }

    Map<Integer, String> poisons() {
        return poisons;
    }
}
