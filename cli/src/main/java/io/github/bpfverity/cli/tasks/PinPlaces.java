package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Place;
import io.github.bpfverity.gate.Place.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the gate has to know of where it is pinned. */
final class PinPlaces {
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/mnt");
    private static final Path FIRST_NAMESPACE = Path.of("/proc/1/ns/mnt");

    /** Types of file systems that take away folders, and with them what is mounted there, without asking any LSM. */
    private static final Pattern REMOVES_FOLDERS = Pattern.compile("btrfs|fuse.*|nfs4?|cifs|smb3|ceph|afs|9p");

    private final Path folder;
    private final List<Mounts.Mount> chain;
    private final Map<Place, Set<Trait>> places = new LinkedHashMap<>();

    private PinPlaces(Path folder, List<Mounts.Mount> chain) {
        this.folder = folder;
        this.chain = chain;
    }

    /** Of a folder with all pins in it: nobody but the keeper opens them. */
    static Map<Place, Set<Trait>> kept(Path folder) throws IOException {
        PinPlaces found = new PinPlaces(folder, Mounts.read().carrying(folder));
        found.addPins(EnumSet.of(Trait.KEPT));
        return found.places;
    }

    /**
     * The same, and nobody takes them away.
     *
     * @throws TaskException if the folder is where that cannot be had
     */
    static Map<Place, Set<Trait>> locked(Path folder) throws IOException {
        requireLockable(folder);
        PinPlaces found = new PinPlaces(folder, Mounts.read().carrying(folder));
        found.addPins(EnumSet.of(Trait.KEPT, Trait.FIXED));
        found.addFolders();
        found.addMounts();
        return found.places;
    }

    /**
     * Returns if pins there would stay: on the bpffs that is mounted on sysfs, which nobody can remove directories of,
     * in the namespace that is there as long as the machine.
     *
     * @throws TaskException if not
     */
    static void requireLockable(Path folder) {
        try {
            requireLockable(folder, Mounts.read().carrying(folder));
            if (!Files.readSymbolicLink(OWN_NAMESPACE).equals(Files.readSymbolicLink(FIRST_NAMESPACE))) {
                throw new TaskException(
                        Problem.UNAVAILABLE,
                        "--lock: this process has mounts of its own, which go when it does; run it where pid 1 is; a unit"
                                + " of systemd needs /usr/share/bpf-verity/lock.conf");
            }
        } catch (IOException e) {
            throw new TaskException(Problem.UNAVAILABLE, "--lock: where " + folder + " is cannot be read: " + e, e);
        }
    }

    /** The same, by the mounts from the folder's up to the root. */
    static void requireLockable(Path folder, List<Mounts.Mount> chain) {
        boolean onSysfs = chain.size() >= 3
                && chain.get(0).type().equals("bpf")
                && chain.get(1).type().equals("sysfs");
        if (!onSysfs) {
            throw new TaskException(
                    Problem.USAGE, folder + ": --lock needs a folder on the bpffs at /sys/fs/bpf itself");
        }
        for (Mounts.Mount mount : chain) {
            if (REMOVES_FOLDERS.matcher(mount.type()).matches()) {
                throw new TaskException(
                        Problem.UNAVAILABLE,
                        "--lock: " + mount.point() + " is of type " + mount.type()
                                + ", which can lose a folder with all"
                                + " that is mounted there, the gate's pins too; use --pin alone");
            }
        }
    }

    /** What the pins' file system is mounted on. */
    static Path carrier(Path folder) throws IOException {
        return Mounts.read().carrying(folder).get(1).point();
    }

    private int device() {
        return chain.get(0).device();
    }

    private void addPins(Set<Trait> traits) throws IOException {
        try (Stream<Path> pins = Files.list(folder)) {
            for (Path pin : pins.toList()) {
                places.put(place(pin), traits);
            }
        }
    }

    private void addFolders() throws IOException {
        Path top = chain.get(0).point();
        for (Path up = folder; up != null && !up.equals(top); up = up.getParent()) {
            places.put(place(up), EnumSet.of(Trait.FIXED));
        }
    }

    private Place place(Path file) throws IOException {
        return new Place((Long) Files.getAttribute(file, "unix:ino"), device());
    }

    private void addMounts() throws IOException {
        for (int i = 0; i < chain.size(); i++) {
            boolean isRoot = chain.get(i).point().getNameCount() == 0;
            Trait trait = i == 0 ? Trait.MOUNTED : isRoot ? Trait.ROOT : Trait.ABOVE;
            places.computeIfAbsent(new Place(0, chain.get(i).device()), place -> EnumSet.noneOf(Trait.class))
                    .add(trait);
        }
        long namespace = (Long) Files.getAttribute(OWN_NAMESPACE, "unix:ino");
        places.put(new Place(namespace, 0), EnumSet.of(Trait.NAMESPACE));
    }
}
