package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One function fitted to the kernel, but for the distances to the functions it calls. Instructions count from the
 * function's first.
 *
 * @param function what it was made from
 * @param code its instructions
 * @param calls its calls and callbacks, instructions counted in the section as the object has them
 * @param mapReferences where descriptors of maps go
 * @param moduleReferences where descriptors of module BTF go
 * @param poisons why instructions were made to fail
 */
record LinkedFunction(
        Function function,
        long[] code,
        List<Reference> calls,
        List<MapReference> mapReferences,
        List<ModuleReference> moduleReferences,
        Map<Integer, String> poisons) {

    LinkedFunction(Function function, long[] code) {
        this(function, code, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    }

    /** Makes an instruction, with both its slots if it is wide, one that the verifier refuses if it is reached. */
    void poison(int instruction, int call, String reason) {
        Poison.apply(code, instruction, call);
        poisons.put(instruction, reason);
    }
}
