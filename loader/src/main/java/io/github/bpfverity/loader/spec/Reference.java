package io.github.bpfverity.loader.spec;

/**
 * An instruction that names something the linker has to fill in.
 *
 * @param instruction its index in its section
 * @param kind what it names
 * @param target the index of the function, map or extern in the object
 * @param offset for {@link Kind#MAP_VALUE}, the byte in the value; else 0
 */
public record Reference(int instruction, Kind kind, int target, int offset) {

    /** What an instruction can name. */
    public enum Kind {
        /** Calls a function of the object. */
        CALL,
        /** Takes the address of a function of the object, to give it as a callback. */
        FUNCTION_ADDRESS,
        /** Takes a map. */
        MAP,
        /** Takes an address in a map's one value. */
        MAP_VALUE,
        /** Calls an extern function. */
        EXTERN_CALL,
        /** Takes the address of an extern, or loads a configuration value's. */
        EXTERN_ADDRESS
    }
}
