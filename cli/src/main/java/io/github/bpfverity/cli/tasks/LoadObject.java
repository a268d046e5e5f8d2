package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.Program;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads objects into the kernel of this machine, and tells what the kernel made of them. */
public final class LoadObject implements ObjectTask {
    private final Loader loader;
    private final LoadOptions options;
    private final List<LoadedObject> kept = new ArrayList<>();

    /** Loads with {@code loader}. */
    public LoadObject(Loader loader, LoadOptions options) {
        this.loader = loader;
        this.options = options;
    }

    @Override
    public ObjectReport run(Path file) {
        ObjectSpec spec = ObjectFiles.read(file);
        try {
            return load(spec);
        } catch (BpfException e) {
            throw new TaskException(problemOf(e), ObjectFiles.placed(file, oneLine(e)), e);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // What the object asks for cannot be put to the kernel, such as a program without a way to attach it.
            throw new TaskException(Problem.UNAVAILABLE, ObjectFiles.placed(file, oneLine(e)), e);
        }
    }

    private ObjectReport load(ObjectSpec spec) {
        LoadedObject object = loader.load(spec);
        boolean keep = false;
        try {
            List<Link> links = options.attach() ? object.attachAll() : List.of();
            if (options.pins() != null) {
                new Pins(options.pins()).pin(object, links);
            }
            ObjectReport report = report(object, links);
            keep = options.staysWithProcess() && !links.isEmpty();
            return report;
        } finally {
            if (keep) {
                kept.add(object);
            } else {
                object.close();
            }
        }
    }

    private ObjectReport report(LoadedObject object, List<Link> links) {
        Map<String, Object> facts = Facts.of(
                "programs", Facts.each(object.programs(), LoadObject::program),
                "maps", Facts.each(object.maps(), LoadObject::map),
                "links", links.size());
        List<String> warnings = new ArrayList<>(object.spec().warnings());
        if (options.attach() && links.isEmpty()) {
            warnings.add("nothing is attached: no section's name says to what");
        }
        return new ObjectReport(facts, warnings);
    }

    private static Map<String, Object> program(Program program) {
        ProgramInfo info = program.info();
        return Facts.of(
                "name", program.name(),
                "type", ProgramType.name(info.type()),
                "tag", info.tag(),
                "xlatedBytes", info.xlatedBytes());
    }

    private static Map<String, Object> map(BpfMap map) {
        MapInfo info = map.info();
        return Facts.of(
                "name", map.name(),
                "type", MapType.name(info.type()),
                "keySize", Integer.toUnsignedLong(info.keySize()),
                "valueSize", Integer.toUnsignedLong(info.valueSize()),
                "maxEntries", Integer.toUnsignedLong(info.maxEntries()));
    }

    private static Problem problemOf(BpfException failure) {
        boolean forbidden = failure instanceof SystemCallException call && call.is(Errno.EPERM);
        if (forbidden) {
            return Problem.NO_PERMISSION;
        }
        return Problem.UNAVAILABLE;
    }

    /** The first line says what failed, the last, from the verifier, why. */
    private static String oneLine(Exception failure) {
        List<String> lines = String.valueOf(failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.size() < 2) {
            return String.join("", lines);
        }
        return lines.get(0) + ": " + lines.get(lines.size() - 1);
    }

    @Override
    public boolean keepsSomething() {
        return !kept.isEmpty();
    }

    @Override
    public void close() {
        kept.forEach(LoadedObject::close);
        kept.clear();
    }
}
