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
 * <p>Closing it releases all of them, but not links, which their owners close, nor pins.
 */
public final class LoadedObject implements AutoCloseable {
    private final ObjectSpec spec;
    private final Map<String, BpfMap> maps;
    private final Map<String, Program> programs;
    private final Resources resources;

    LoadedObject(ObjectSpec spec, Map<String, BpfMap> maps, Map<String, Program> programs, Resources resources) {
        this.spec = spec;
        this.maps = maps;
        this.programs = programs;
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
     * Attaches every program whose section says to what. If one fails, those before it are detached again.
     *
     * @return the links, for the caller to close
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
            attached.handOver();
        }
        return links;
    }

    /** Releases programs, maps and type information. */
    @Override
    public void close() {
        resources.close();
    }
}
