package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.cli.libraries.Libraries;
import io.github.bpfverity.cli.libraries.UnresolvedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link NeededFiles} as the dynamic linker of this machine is set up. */
public final class LinuxNeededFiles implements NeededFiles {
    private @Nullable Libraries libraries;

    @Override
    public Set<Path> of(Path program) {
        RegularFiles.require(program);
        try {
            return libraries().of(program);
        } catch (UnresolvedException e) {
            throw new TaskException(
                    Problem.BAD_DATA, e.getMessage() + "; install it, or run ldconfig if it is there", e);
        } catch (FormatException e) {
            throw new TaskException(Problem.BAD_DATA, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, program + ": its libraries: " + e, e);
        }
    }

    private Libraries libraries() throws IOException {
        Libraries made = libraries;
        if (made == null) {
            made = Libraries.ofThisMachine();
            libraries = made;
        }
        return made;
    }
}
