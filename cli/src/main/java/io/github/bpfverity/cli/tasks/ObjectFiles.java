package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads object files for commands. Whatever is wrong with a file becomes a {@link TaskException} that begins with the
 * path the user gave.
 */
final class ObjectFiles {
    private static final int BTF_MAGIC = 0xeb9f;

    private ObjectFiles() {}

    /** What is read from a file. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** An object as a loader sees it. */
    static ObjectSpec read(Path file) {
        return spec(file, readElf(file));
    }

    /** An ELF file. */
    static ElfObject readElf(Path file) {
        require(file);
        return reading(file, () -> ElfObject.read(file));
    }

    /** What a loader makes of an ELF file. */
    static ObjectSpec spec(Path file, ElfObject elf) {
        return reading(file, () -> ObjectSpec.of(elf));
    }

    /** The types in an ELF file as they stand there, before a loader completes them. */
    static Optional<Btf> types(Path file, ElfObject elf) {
        return reading(file, () -> {
            Optional<Section> section = elf.section(".BTF");
            return section.isEmpty() ? Optional.empty() : Optional.of(Btf.parse(elf.reader(section.get())));
        });
    }

    /** Whether a file begins as types do that are in no ELF file. */
    static boolean isBareBtf(Path file) {
        require(file);
        return reading(file, () -> {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] start = in.readNBytes(2);
                int magic = start.length < 2 ? 0 : Byte.toUnsignedInt(start[0]) | Byte.toUnsignedInt(start[1]) << 8;
                return magic == BTF_MAGIC || magic == Short.toUnsignedInt(Short.reverseBytes((short) BTF_MAGIC));
            }
        });
    }

    /** The types in a file that holds nothing else, such as {@code /sys/kernel/btf/vmlinux}. */
    static Btf readBtf(Path file) {
        String name = String.valueOf(file.getFileName());
        return reading(file, () -> Btf.parse(ByteReader.of(Files.readAllBytes(file), ByteOrder.LITTLE_ENDIAN, name)));
    }

    private static <T> T reading(Path file, Reading<T> reading) {
        try {
            return reading.read();
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
