package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads object files for commands. */
final class ObjectFiles {
    private ObjectFiles() {}

    /**
     * Reads one.
     *
     * @throws TaskException if it cannot be read or is not a BPF object
     */
    static ObjectSpec read(Path file) {
        require(file);
        try {
            return ObjectSpec.read(file);
        } catch (FormatException e) {
            throw new TaskException(Problem.BAD_DATA, placed(file, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, placed(file, String.valueOf(e.getMessage())), e);
        }
    }

    /** A pipe or a device may have no end. */
    private static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new TaskException(Problem.USAGE, file + ": is a directory; name the files in it");
        }
        if (!Files.exists(file)) {
            throw new TaskException(Problem.NO_INPUT, file + ": no such file, or a folder on the way is closed to you");
        }
        if (!Files.isRegularFile(file)) {
            throw new TaskException(Problem.USAGE, file + ": is not a regular file");
        }
        if (!Files.isReadable(file)) {
            throw RegularFiles.unreadable(file);
        }
    }

    /** Messages about objects begin with the file's name; users gave a path. */
    static String placed(Path file, String message) {
        String path = file.toString();
        String name = String.valueOf(file.getFileName());
        return message.startsWith(name)
                ? path.substring(0, path.length() - name.length()) + message
                : path + ": " + message;
    }
}
