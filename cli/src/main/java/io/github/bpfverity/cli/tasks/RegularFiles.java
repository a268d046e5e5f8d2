package io.github.bpfverity.cli.tasks;

import java.io.File;
import java.nio.file.Path;

/** The check that every command makes of the files it is given. Old API on purpose: it is loaded already. */
final class RegularFiles {
    private RegularFiles() {}

    static File require(Path path) {
        File file = path.toFile();
        if (file.isDirectory()) {
            throw new TaskException(Problem.USAGE, path + ": is a directory; name the files in it");
        }
        if (!file.exists()) {
            throw new TaskException(Problem.NO_INPUT, path + ": no such file, or a folder on the way is closed to you");
        }
        if (!file.isFile()) {
            throw new TaskException(Problem.USAGE, path + ": is not a regular file; only those have a digest");
        }
        if (!file.canRead()) {
            throw unreadable(path);
        }
        return file;
    }

    static TaskException unreadable(Path path) {
        return new TaskException(
                Problem.NO_INPUT, path + ": cannot be read; run as root or as its owner, or make it readable");
    }
}
