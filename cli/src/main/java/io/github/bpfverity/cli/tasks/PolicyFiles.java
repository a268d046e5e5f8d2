package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.policy.Policy;
import io.github.bpfverity.cli.policy.PolicyException;
import io.github.bpfverity.cli.policy.PolicyReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link PolicySource} in files. */
public final class PolicyFiles implements PolicySource {
    private final PolicyReader reader;
    private final List<Path> files;
    private final @Nullable Path key;

    /**
     * Reads these files each time.
     *
     * @param key the file with the key that they are signed with; null where they need not be
     */
    public PolicyFiles(PolicyReader reader, List<Path> files, @Nullable Path key) {
        this.reader = reader;
        this.files = List.copyOf(files);
        this.key = key;
    }

    @Override
    public List<Listing> read() {
        try {
            Policy policy = reader.read(files, key);
            return policy.entries().stream()
                    .map(entry -> new Listing(Path.of(entry.path()), entry.digest(), entry.use()))
                    .toList();
        } catch (PolicyException e) {
            throw new TaskException(problem(e.kind()), String.valueOf(e.getMessage()), e);
        }
    }

    private static Problem problem(PolicyException.Kind kind) {
        return switch (kind) {
            case USAGE -> Problem.USAGE;
            case BAD_DATA -> Problem.BAD_DATA;
            case NO_INPUT -> Problem.NO_INPUT;
            case NOT_TRUSTED -> Problem.NO_PERMISSION;
            case INPUT_OUTPUT -> Problem.INPUT_OUTPUT;
        };
    }
}
