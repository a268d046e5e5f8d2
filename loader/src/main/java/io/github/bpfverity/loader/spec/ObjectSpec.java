package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfExt;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A BPF object as its file describes it: the same bytes give the same description on every host.
 *
 * <p>Immutable; the {@code with} methods return changed copies.
 */
public final class ObjectSpec {
    private final String name;
    private final ByteOrder order;
    private final String license;
    private final int kernelVersion;
    private final List<ProgramSpec> programs;
    private final List<MapSpec> maps;
    private final List<VariableSpec> variables;
    private final List<ExternSpec> externs;
    private final ObjectCode code;
    private final @Nullable Btf btf;
    private final BtfExt btfExt;
    private final List<String> warnings;

    ObjectSpec(
            String name,
            ByteOrder order,
            String license,
            int kernelVersion,
            List<ProgramSpec> programs,
            List<MapSpec> maps,
            List<VariableSpec> variables,
            List<ExternSpec> externs,
            ObjectCode code,
            @Nullable Btf btf,
            BtfExt btfExt,
            List<String> warnings) {
        this.name = name;
        this.order = order;
        this.license = license;
        this.kernelVersion = kernelVersion;
        this.programs = programs;
        this.maps = maps;
        this.variables = variables;
        this.externs = externs;
        this.code = code;
        this.btf = btf;
        this.btfExt = btfExt;
        this.warnings = warnings;
    }

    /**
     * Reads an object file.
     *
     * @throws FormatException if it is not a BPF object
     * @throws IOException if it cannot be read
     */
    public static ObjectSpec read(Path file) throws IOException {
        return ObjectReader.read(ElfObject.read(file));
    }

    /**
     * Reads an object from memory.
     *
     * @param name the file's name for messages and for the names of data maps, such as {@code guard.bpf.o}
     * @param image the file's bytes, which must not change afterwards
     */
    public static ObjectSpec parse(String name, byte[] image) throws FormatException {
        return ObjectReader.read(ElfObject.parse(image, name));
    }

    /**
     * Reads an object from an ELF file that was parsed before.
     *
     * @throws FormatException if it is not a BPF object
     */
    public static ObjectSpec of(ElfObject elf) throws FormatException {
        return ObjectReader.read(elf);
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** The byte order of the file; a kernel loads only its own. */
    public ByteOrder order() {
        return order;
    }

    /** The text of the {@code license} section, {@code ""} if there is none. */
    public String license() {
        return license;
    }

    /** The number in the {@code version} section, 0 if there is none. */
    public int kernelVersion() {
        return kernelVersion;
    }

    /** The programs, in the order of their sections and of their places in them. */
    public List<ProgramSpec> programs() {
        return programs;
    }

    /** The program of this name. */
    public Optional<ProgramSpec> program(String name) {
        return programs.stream().filter(program -> program.name().equals(name)).findFirst();
    }

    /** The maps: declared ones, data sections, configuration values, struct_ops. */
    public List<MapSpec> maps() {
        return maps;
    }

    /** The map of this name or of this {@linkplain MapSpec#symbol symbol}. */
    public Optional<MapSpec> map(String name) {
        return maps.stream()
                .filter(map -> map.name().equals(name) || map.symbol().equals(name))
                .findFirst();
    }

    /** The global variables in data sections, by map and then by place. */
    public List<VariableSpec> variables() {
        return variables;
    }

    /** What the object needs from the kernel by name. */
    public List<ExternSpec> externs() {
        return externs;
    }

    /** The functions and what their instructions refer to. */
    public ObjectCode code() {
        return code;
    }

    /** The object's types, complete: data sections sized and placed, externs as the kernel takes them. */
    public Optional<Btf> btf() {
        return Optional.ofNullable(btf);
    }

    /** What the object's BTF says of instructions; empty if the object has none. */
    public BtfExt btfExt() {
        return btfExt;
    }

    /** What is accepted but deserves a word, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The same object with one map changed.
     *
     * @throws IllegalArgumentException if there is no such map
     */
    public ObjectSpec withMap(String name, UnaryOperator<MapSpec> change) {
        MapSpec map = map(name).orElseThrow(() -> missing("map", name));
        return with(programs, replaced(maps, map, change.apply(map)));
    }

    /**
     * The same object with one program changed.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public ObjectSpec withProgram(String name, UnaryOperator<ProgramSpec> change) {
        ProgramSpec program = program(name).orElseThrow(() -> missing("program", name));
        return with(replaced(programs, program, change.apply(program)), maps);
    }

    /**
     * The same object with another starting value for a global variable.
     *
     * @param value as the variable lies in memory, in the object's byte order
     * @throws IllegalArgumentException if there is no such variable, or the value has another size
     */
    public ObjectSpec withVariable(String name, byte[] value) {
        VariableSpec variable = variable(name);
        return withMap(variable.map(), map -> map.withContents(VariableValues.put(map, variable, value)));
    }

    /**
     * The same object with another number in a variable of 1, 2, 4 or 8 bytes.
     *
     * @throws IllegalArgumentException if there is no such variable, or the value does not fit it
     */
    public ObjectSpec withVariable(String name, long value) {
        return withVariable(name, VariableValues.encode(variable(name), value, order));
    }

    /**
     * The same object with another truth value in a variable of one byte.
     *
     * @throws IllegalArgumentException if there is no such variable, or it has another size
     */
    public ObjectSpec withVariable(String name, boolean value) {
        return withVariable(name, new byte[] {(byte) (value ? 1 : 0)});
    }

    private VariableSpec variable(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("variable", name));
    }

    private IllegalArgumentException missing(String kind, String missing) {
        return new IllegalArgumentException(name + " has no " + kind + " " + missing);
    }

    private ObjectSpec with(List<ProgramSpec> newPrograms, List<MapSpec> newMaps) {
        return new ObjectSpec(
                name,
                order,
                license,
                kernelVersion,
                newPrograms,
                newMaps,
                variables,
                externs,
                code,
                btf,
                btfExt,
                warnings);
    }

    private static <T> List<T> replaced(List<T> all, T old, T replacement) {
        List<T> copy = new ArrayList<>(all);
        copy.replaceAll(item -> item == old ? replacement : item);
        return List.copyOf(copy);
    }
}
