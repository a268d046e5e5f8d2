package io.github.bpfverity.loader.spec;

import io.github.bpfverity.bytes.FormatException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A BPF object as its file describes it: the same bytes give the same description on every host.
 *
 * <p>Immutable; the {@code with} methods return changed copies.
 */
public final class ObjectSpec {
    private ObjectSpec() {}

    /** Reads an object file. */
    public static ObjectSpec read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads an object from memory.
     *
     * @param name the file's name for messages and for the names of data maps, such as {@code guard.bpf.o}
     * @param image the file's bytes, which must not change afterwards
     */
    public static ObjectSpec parse(String name, byte[] image) throws FormatException {
        throw new UnsupportedOperationException();
    }

    /** The file's name. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The byte order of the file; a kernel loads only its own. */
    public ByteOrder order() {
        throw new UnsupportedOperationException();
    }

    /** The text of the {@code license} section, {@code ""} if there is none. */
    public String license() {
        throw new UnsupportedOperationException();
    }

    /** The number in the {@code version} section, 0 if there is none. */
    public int kernelVersion() {
        throw new UnsupportedOperationException();
    }

    /** The programs, in the order of their sections and of their places in them. */
    public List<ProgramSpec> programs() {
        throw new UnsupportedOperationException();
    }

    /** The program of this name. */
    public Optional<ProgramSpec> program(String name) {
        throw new UnsupportedOperationException();
    }

    /** The maps. */
    public List<MapSpec> maps() {
        throw new UnsupportedOperationException();
    }

    /** The map of this name or of this {@linkplain MapSpec#symbol symbol}. */
    public Optional<MapSpec> map(String name) {
        throw new UnsupportedOperationException();
    }

    /** The global variables in data sections. */
    public List<VariableSpec> variables() {
        throw new UnsupportedOperationException();
    }

    /** What the object needs from the kernel by name. */
    public List<ExternSpec> externs() {
        throw new UnsupportedOperationException();
    }

    /** What is accepted but deserves a word, one sentence each. */
    public List<String> warnings() {
        throw new UnsupportedOperationException();
    }

    /**
     * The same object with one map changed.
     *
     * @throws IllegalArgumentException if there is no such map
     */
    public ObjectSpec withMap(String name, UnaryOperator<MapSpec> change) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same object with one program changed.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public ObjectSpec withProgram(String name, UnaryOperator<ProgramSpec> change) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same object with another starting value for a global variable.
     *
     * @throws IllegalArgumentException if there is no such variable, or the value has another size
     */
    public ObjectSpec withVariable(String name, byte[] value) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same object with another number in a variable of 1, 2, 4 or 8 bytes.
     *
     * @throws IllegalArgumentException if there is no such variable, or the value does not fit it
     */
    public ObjectSpec withVariable(String name, long value) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same object with another truth value in a variable of one byte.
     *
     * @throws IllegalArgumentException if there is no such variable, or it has another size
     */
    public ObjectSpec withVariable(String name, boolean value) {
        throw new UnsupportedOperationException();
    }
}
