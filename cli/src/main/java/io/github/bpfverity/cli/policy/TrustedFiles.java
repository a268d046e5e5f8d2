package io.github.bpfverity.cli.policy;

import io.github.bpfverity.cli.policy.PolicyException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Reads files that only root can have written: the file, each folder on the way to it and each symbolic link belongs to
 * root, and nobody else may write to it.
 *
 * <p>The way is walked folder by folder through open descriptors (openat(2)). A folder is judged by its descriptor, and
 * a name in a folder that only root writes to is root's choice, so that nobody else can exchange anything between the
 * look and the use.
 */
final class TrustedFiles {
    /** More than any list of some hundred thousand digests. */
    static final int LARGEST = 64 << 20;

    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path start;
    private final UserPrincipal owner;

    /**
     * Trusts one user.
     *
     * @param start the folder where the walk begins; what is above it is not looked at
     */
    TrustedFiles(Path start, UserPrincipal owner) {
        this.start = start;
        this.owner = owner;
    }

    /** Trusts root, from the root folder on. */
    static TrustedFiles ofRoot() throws IOException {
        Path root = Path.of("/");
        return new TrustedFiles(
                root, root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0"));
    }

    /**
     * What a file holds.
     *
     * @throws PolicyException if it is not to be trusted, not there, or no regular file
     */
    byte[] read(Path path) throws PolicyException {
        try (Walk walk = new Walk(path)) {
            return walk.read();
        } catch (NoSuchFileException e) {
            throw new PolicyException(Kind.NO_INPUT, path + ": no such file");
        } catch (AccessDeniedException e) {
            throw new PolicyException(Kind.NO_INPUT, path + ": cannot be read; run as root");
        } catch (IOException e) {
            throw new PolicyException(Kind.INPUT_OUTPUT, path + ": cannot be read: " + e.getMessage());
        }
    }

    /** The way to one file. */
    private final class Walk implements AutoCloseable {
        private final Path path;
        private final Deque<SecureDirectoryStream<Path>> folders = new ArrayDeque<>();
        private final Deque<Path> names = new ArrayDeque<>();
        private final Deque<Path> left = new ArrayDeque<>();
        private int links;

        Walk(Path path) {
            this.path = path;
        }

        byte[] read() throws IOException, PolicyException {
            enter(start, Files.newDirectoryStream(start));
            add(path.toAbsolutePath());
            while (!left.isEmpty()) {
                Path name = left.removeFirst();
                if (name.toString().equals("..")) {
                    leave();
                } else if (!name.toString().equals(".") && !name.toString().isEmpty()) {
                    PosixFileAttributes found = look(name);
                    if (found.isSymbolicLink()) {
                        follow(name);
                    } else if (found.isDirectory()) {
                        enter(here(name), folders.element().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
                    } else {
                        return contents(name, found);
                    }
                }
            }
            throw new PolicyException(Kind.USAGE, path + ": is a directory; name the files in it");
        }

        private Path here(Path name) {
            return names.element().resolve(name);
        }

        /** What a name stands for, its owner being the right one. */
        private PosixFileAttributes look(Path name) throws IOException, PolicyException {
            PosixFileAttributes found = folders.element()
                    .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            requireOwner(here(name), found);
            return found;
        }

        private void follow(Path name) throws IOException, PolicyException {
            if (++links > MOST_LINKS) {
                throw new PolicyException(Kind.NO_INPUT, path + ": too many symbolic links");
            }
            add(Files.readSymbolicLink(here(name)));
        }

        /** What is still to be walked begins with the names of {@code next}. */
        private void add(Path next) {
            if (next.isAbsolute()) {
                while (folders.size() > 1) {
                    leave();
                }
            }
            Path names = next.isAbsolute() ? start.relativize(next) : next;
            for (int i = names.getNameCount() - 1; i >= 0; i--) {
                left.addFirst(names.getName(i));
            }
        }

        private void enter(Path folder, DirectoryStream<Path> opened) throws IOException, PolicyException {
            if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
                opened.close();
                throw new IOException("this Java runtime cannot walk folders by descriptors");
            }
            folders.push(secure);
            names.push(folder);
            PosixFileAttributes found =
                    secure.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
            requireOwner(folder, found);
            requireUnwritable(folder, found);
        }

        private void leave() {
            if (folders.size() > 1) {
                close(folders.pop());
                names.pop();
            }
        }

        private byte[] contents(Path name, PosixFileAttributes found) throws IOException, PolicyException {
            Path file = here(name);
            if (!left.isEmpty() || !found.isRegularFile()) {
                throw new PolicyException(
                        Kind.USAGE, file + ": is not a " + (left.isEmpty() ? "regular file" : "directory"));
            }
            requireUnwritable(file, found);
            try (SeekableByteChannel channel = folders.element()
                            .newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                    InputStream stream = Channels.newInputStream(channel)) {
                return bounded(stream, path);
            }
        }

        private void requireOwner(Path place, PosixFileAttributes found) throws PolicyException {
            if (!found.owner().equals(owner)) {
                throw distrusted(
                        place,
                        "belongs to " + found.owner().getName(),
                        "chown -h " + owner.getName().replaceFirst("^0$", "root"));
            }
        }

        private void requireUnwritable(Path place, PosixFileAttributes found) throws PolicyException {
            if (found.permissions().stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
                throw distrusted(place, "can be written to by others than its owner", "chmod go-w");
            }
        }

        private PolicyException distrusted(Path place, String why, String remedy) {
            String what = place.equals(path) ? "" : ", on the way to " + path;
            return new PolicyException(Kind.NOT_TRUSTED, place + what + ": " + why + "; " + remedy + " " + place);
        }

        @Override
        public void close() {
            folders.forEach(this::close);
        }

        private void close(DirectoryStream<Path> folder) {
            try {
                folder.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }

    /** All of a stream, or a complaint if it is larger than any policy. */
    static byte[] bounded(InputStream stream, Path name) throws IOException, PolicyException {
        byte[] bytes = stream.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new PolicyException(Kind.BAD_DATA, name + ": has more than " + LARGEST + " bytes");
        }
        return bytes;
    }
}
