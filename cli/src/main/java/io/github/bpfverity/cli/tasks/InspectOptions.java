package io.github.bpfverity.cli.tasks;

/**
 * What {@code inspect} tells besides what a loader would make of an object.
 *
 * @param elf the file's sections, symbols and relocations
 * @param types the file's types; a file of nothing but types will then do as well
 */
public record InspectOptions(boolean elf, boolean types) {
    /** Nothing besides. */
    public static final InspectOptions NONE = new InspectOptions(false, false);
}
