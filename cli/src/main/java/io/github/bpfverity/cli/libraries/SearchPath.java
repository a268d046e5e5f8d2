package io.github.bpfverity.cli.libraries;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Folders that a file names for its libraries, with {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM} filled in. */
final class SearchPath {
    /** The folder below lib that Debian's kin have for this machine. */
    static final String MULTIARCH = machineName() + "-linux-gnu";

    /** What {@code $LIB} can be; which one was fixed when the linker was built. */
    private static final List<String> LIB = List.of("lib/" + MULTIARCH, "lib64", "lib");

    private SearchPath() {}

    private static String machineName() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** The folders of a {@code DT_RPATH} or {@code DT_RUNPATH} in {@code file}. An empty one is the current folder. */
    static List<Path> folders(Optional<String> value, LinkedFile file) {
        List<Path> folders = new ArrayList<>();
        value.ifPresent(list -> {
            for (String folder : list.split(":", -1)) {
                expand(folder, file).forEach(text -> folders.add(Path.of(text)));
            }
        });
        return folders;
    }

    /** A text with its tokens filled in: once for each thing that {@code $LIB} can be, if it is there. */
    static List<String> expand(String text, LinkedFile file) {
        Path place = file.neededBy() == null ? file.real() : file.path();
        String origin = String.valueOf(place.toAbsolutePath().getParent());
        String known = replace(replace(text, "ORIGIN", origin), "PLATFORM", machineName());
        if (replace(known, "LIB", "").equals(known)) {
            return List.of(known);
        }
        return LIB.stream().map(lib -> replace(known, "LIB", lib)).toList();
    }

    private static String replace(String text, String token, String value) {
        String with = text.replace("${" + token + "}", value);
        return with.replaceAll("\\$" + token + "(?![A-Za-z0-9_])", Matcher.quoteReplacement(value));
    }
}
