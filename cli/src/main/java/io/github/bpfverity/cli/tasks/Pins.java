package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gives what an object has in the kernel names in one folder of a bpffs: all of it or nothing. */
final class Pins {
    private final Path folder;
    private final List<Path> made = new ArrayList<>();

    Pins(Path folder) {
        this.folder = folder;
    }

    /** Programs and maps get their own names, links {@code link_} and their ids. */
    void pin(LoadedObject object, List<Link> links) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, folder + ": cannot be created: " + e.getMessage(), e);
        }
        try {
            for (Program program : object.programs()) {
                pin(program.name(), program::pin);
            }
            for (BpfMap map : object.maps()) {
                pin(map.name(), map::pin);
            }
            for (Link link : links) {
                pin("link_" + link.info().id(), link::pin);
            }
        } catch (RuntimeException e) {
            remove();
            throw e;
        }
    }

    /** A bpffs takes no dots. */
    private void pin(String name, Consumer<Path> pinning) {
        Path path = folder.resolve(name.replace('.', '_'));
        pinning.accept(path);
        made.add(path);
    }

    private void remove() {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new TaskException(Problem.INPUT_OUTPUT, path + ": cannot be removed: " + e.getMessage(), e);
            }
        }
    }
}
