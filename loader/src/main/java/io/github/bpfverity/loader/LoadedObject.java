package io.github.bpfverity.loader;

import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.VariableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An object's programs and maps in the kernel.
 *
 * <p>Closing it detaches what {@link #attachAll} attached and releases all the rest, but not pins, nor links that
 * {@link Program#attach} gave out: their owners close them.
 */
public final class LoadedObject implements AutoCloseable {
    private final ObjectSpec spec;
    private final Map<String, BpfMap> maps;
    private final Map<String, Program> programs;
    private final Map<String, StructOps> structOps;
    private final Resources resources;

    LoadedObject(
            ObjectSpec spec,
            Map<String, BpfMap> maps,
            Map<String, Program> programs,
            Map<String, StructOps> structOps,
            Resources resources) {
        this.spec = spec;
        this.maps = maps;
        this.programs = programs;
        this.structOps = structOps;
        this.resources = resources;
    }

    /** What it was loaded from. */
    public ObjectSpec spec() {
        return spec;
    }

    /** The programs, in the object's order. */
    public Collection<Program> programs() {
        return List.copyOf(programs.values());
    }

    /**
     * The program of this name.
     *
     * @throws NoSuchElementException if there is none, or it was not to be loaded
     */
    public Program program(String name) {
        return named(name, "program", programs);
    }

    /** The maps, in the object's order. */
    public Collection<BpfMap> maps() {
        return List.copyOf(maps.values());
    }

    /**
     * The map of this name.
     *
     * @throws NoSuchElementException if there is none
     */
    public BpfMap map(String name) {
        BpfMap map = maps.get(name);
        return map != null ? map : named(spec.map(name).map(m -> m.name()).orElse(name), "map", maps);
    }

    /** The structs of the kernel's that programs of this object implement, in the object's order. */
    public Collection<StructOps> structOps() {
        return List.copyOf(structOps.values());
    }

    /**
     * The struct of this variable's name.
     *
     * @throws NoSuchElementException if there is none
     */
    public StructOps structOps(String name) {
        return named(name, "struct_ops", structOps);
    }

    private <T> T named(String name, String what, Map<String, T> all) {
        T found = all.get(name);
        if (found == null) {
            throw new NoSuchElementException(
                    "%s has no %s %s, but %s".formatted(spec.name(), what, name, all.keySet()));
        }
        return found;
    }

    /**
     * The global variable of this name, as the loaded programs see it.
     *
     * @throws NoSuchElementException if there is none
     */
    public Variable variable(String name) {
        for (VariableSpec variable : spec.variables()) {
            if (variable.name().equals(name)) {
                return new Variable(variable, map(variable.map()));
            }
        }
        throw new NoSuchElementException("%s has no variable %s".formatted(spec.name(), name));
    }

    /**
     * Attaches every program whose section says to what, and puts every struct_ops to use. If one fails, those before
     * it are detached again.
     *
     * @return the links, in the order of programs and structs; this object closes them when it is closed, and others
     *     may do so before
     */
    public List<Link> attachAll() {
        List<Link> links = new ArrayList<>();
        try (Resources attached = new Resources()) {
            for (Program program : programs.values()) {
                ProgramSpec how = program.spec().orElse(null);
                if (how != null && Attachers.isAutomatic(how)) {
                    links.add(attached.add(program.attach()));
                }
            }
            for (StructOps struct : structOps.values()) {
                links.add(attached.add(struct.attach()));
            }
            resources.add(attached.handOver());
        }
        return links;
    }

    /** Detaches what {@link #attachAll} attached, and releases programs, maps and type information. */
    @Override
    public void close() {
        resources.close();
    }
}
