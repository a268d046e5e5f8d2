package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.Program;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a gate has on bpffs, which keep it when its keeper has gone: {@code link_}, {@code program_} and
 * {@code map_} with the names in the object, in a folder of mode 0700.
 */
public final class GatePins {
    /** Where they are unless said otherwise. */
    public static final Path DEFAULT = Path.of("/sys/fs/bpf/bpf-verity");

    private static final String LINK = "link_";
    private static final String PROGRAM = "program_";
    private static final String MAP = "map_";
    private static final Pattern NAMES = Pattern.compile("(link|program|map)_\\w+");

    private final Path folder;

    private GatePins(Path folder) {
        this.folder = folder;
    }

    /** The pins of a gate that is pinned there already, or is to be removed. */
    public static GatePins at(Path folder) {
        return new GatePins(folder);
    }

    /**
     * Makes the folder.
     *
     * @throws TaskException if it is there already, or cannot be made
     */
    static GatePins create(Path folder) {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new GatePins(folder);
        } catch (FileAlreadyExistsException e) {
            throw occupied(folder);
        } catch (IOException e) {
            throw new TaskException(
                    Problem.UNAVAILABLE,
                    folder + ": cannot be made (" + e.getMessage() + "); mount -t bpf bpf /sys/fs/bpf",
                    e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Whether a gate is pinned there that decides. */
    public boolean areThere() {
        return link(GuardObject.HOOK).isPresent();
    }

    /**
     * Removes what an attach left that died before it had pinned the whole gate: the link of the hook comes last, so
     * that without it nothing is denied bpf().
     *
     * @throws TaskException if there is something else
     */
    void removeLeftovers() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !areThere()) {
            remove();
        }
    }

    /** That there is a gate already, and what to do. */
    static TaskException occupied(Path folder) {
        return new TaskException(
                Problem.UNAVAILABLE,
                folder + ": a gate is pinned there already, and denies bpf() to this process; 'detach " + folder
                        + "' removes it unless it is locked; a service with FileDescriptorStoreMax=1 takes it over when"
                        + " its gatekeeper is started again");
    }

    /** The pin of a link; empty if there is none. */
    Optional<Path> link(String program) {
        return existing(LINK + program);
    }

    /** The pin of a program; empty if there is none. */
    Optional<Path> program(String name) {
        return existing(PROGRAM + name);
    }

    /** The pin of a map; empty if there is none. */
    Optional<Path> map(String name) {
        return existing(MAP + pinned(name));
    }

    private Optional<Path> existing(String name) {
        return Optional.of(folder.resolve(name)).filter(pin -> Files.exists(pin, LinkOption.NOFOLLOW_LINKS));
    }

    /** Maps of data sections begin with a dot, which bpffs does not take. */
    private static String pinned(String map) {
        return map.replace('.', '_');
    }

    void pin(String program, Link link) {
        link.pin(folder.resolve(LINK + program));
    }

    void pin(Program program) {
        program.pin(folder.resolve(PROGRAM + program.name()));
    }

    void pin(BpfMap map) {
        map.pin(folder.resolve(MAP + pinned(map.name())));
    }

    /**
     * Takes the names away, those of links first: with the last one that holds it, a link goes, and the gate with it.
     *
     * @throws TaskException if there are none, or they cannot be removed
     */
    public void remove() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> names = files.sorted((a, b) -> Boolean.compare(isLink(b), isLink(a)))
                    .toList();
            requireGate(names);
            for (Path file : names) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (AccessDeniedException e) {
            throw locked(folder, e);
        } catch (FileSystemException e) {
            throw "Operation not permitted".equals(e.getReason()) ? locked(folder, e) : unremovable(e);
        } catch (IOException e) {
            throw unremovable(e);
        }
    }

    private static TaskException locked(Path folder, IOException e) {
        return new TaskException(
                Problem.NO_PERMISSION,
                folder + ": cannot be removed (" + e.getMessage()
                        + "); run as root, and if the gate is locked, it stays" + " until the machine is booted again",
                e);
    }

    private TaskException unremovable(IOException e) {
        return new TaskException(
                Problem.NO_INPUT, folder + ": no gate is pinned there, or it cannot be removed: " + e, e);
    }

    /** So that a folder given by mistake loses nothing. */
    private void requireGate(List<Path> names) {
        boolean all = names.stream()
                .allMatch(file ->
                        NAMES.matcher(String.valueOf(file.getFileName())).matches());
        if (!all) {
            throw new TaskException(Problem.USAGE, folder + ": holds other things than a gate; nothing was removed");
        }
    }

    private static boolean isLink(Path file) {
        return String.valueOf(file.getFileName()).startsWith(LINK);
    }
}
