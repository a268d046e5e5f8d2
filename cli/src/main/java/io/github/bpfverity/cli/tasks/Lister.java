package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.gate.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes listings of files: of each program and, where all code counts, of what it needs to start. */
public final class Lister {
    private final VerityFiles files;
    private final NeededFiles needed;

    /** Lists files with the digests that {@code files} knows and the libraries that {@code needed} finds. */
    public Lister(VerityFiles files, NeededFiles needed) {
        this.files = files;
        this.needed = needed;
    }

    /**
     * Lists programs as executables; in scope process also what they need, and further libraries, as code to map.
     *
     * @param libraries files that programs open with {@code dlopen}
     * @throws TaskException at the first that cannot be listed
     */
    public List<Listing> list(List<Path> programs, List<Path> libraries, Scope scope) {
        programs.forEach(RegularFiles::require);
        libraries.forEach(RegularFiles::require);
        List<Listing> listings = new ArrayList<>();
        for (Path program : programs) {
            listings.add(new Listing(program, files.measure(program), Use.EXECUTABLE));
        }
        if (scope == Scope.PROCESS) {
            Set<Path> seen = new LinkedHashSet<>();
            programs.forEach(program -> addNeeded(listings, seen, program));
            libraries.forEach(library -> listings.add(new Listing(library, files.measure(library), Use.MAPPED)));
        }
        return listings;
    }

    private void addNeeded(List<Listing> listings, Set<Path> seen, Path program) {
        for (Path library : needed.of(program)) {
            if (seen.add(library)) {
                listings.add(new Listing(
                        library, files.find(library).orElseThrow(() -> unsealed(library, program)), Use.MAPPED));
            }
        }
    }

    private static TaskException unsealed(Path library, Path program) {
        return new TaskException(
                Problem.BAD_DATA,
                library + ": has no fs-verity digest yet, and " + program
                        + " needs it; turn it on with 'seal --with-libraries " + program + "'");
    }
}
