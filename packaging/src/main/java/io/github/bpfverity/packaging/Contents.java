package io.github.bpfverity.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes what the package has beside files that are there already. */
public final class Contents {
    private Contents() {}

    /**
     * Writes manual, completion, the texts of {@code --help}, and class list.
     *
     * @param arguments the runnable jar, and the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        ClassList.write(Path.of(arguments[0]), folder.resolve("classes.list"));
        Pages.write(folder);
    }
}
