package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The types of a running kernel and its modules, each file read and parsed when first asked for, then kept.
 *
 * <p>A file that is missing or broken fails only the call that asks for it. Safe for use by several threads.
 */
public final class KernelBtf {
    private static final Path SYSTEM = Path.of("/sys/kernel/btf");
    private static final String VMLINUX = "vmlinux";
    private static final int READ_SIZE = 1 << 16;

    /** How the bytes of a file are had. */
    @FunctionalInterface
    public interface Source {
        /** The whole of a file, as it will stay. */
        ByteBuffer bytes(Path file) throws IOException;
    }

    /** How one file's bytes become types. */
    private interface Parser {
        Btf parse(ByteReader file) throws FormatException;
    }

    private final Path directory;
    private final Source source;
    private final Parser vmlinuxParser;
    private final Map<String, Btf> modules = new HashMap<>();
    private @Nullable Btf vmlinux;

    private KernelBtf(Path directory, Source source, Parser vmlinuxParser) {
        this.directory = directory;
        this.source = source;
        this.vmlinuxParser = vmlinuxParser;
    }

    /**
     * The types of the kernel that runs this, in {@code /sys/kernel/btf}.
     *
     * <p>Its own types were built with it, and it has checked them ({@code btf_parse_base} in
     * {@code kernel/bpf/btf.c}); checking each of them again would take most of the time. Modules' are checked.
     */
    public static KernelBtf system() {
        return system(KernelBtf::read);
    }

    /** The same, with files read or mapped by the caller. */
    public static KernelBtf system(Source source) {
        return new KernelBtf(SYSTEM, source, Btf::ofChecked);
    }

    /** The types in the files of a directory laid out as {@code /sys/kernel/btf} is. */
    public static KernelBtf in(Path directory) {
        return new KernelBtf(directory, KernelBtf::read, Btf::parse);
    }

    /**
     * The types of the kernel itself.
     *
     * @throws IOException if the file is missing (a kernel without {@code CONFIG_DEBUG_INFO_BTF}) or cannot be
     *     read, {@link FormatException} if it is broken
     */
    public synchronized Btf vmlinux() throws IOException {
        if (vmlinux == null) {
            vmlinux = vmlinuxParser.parse(open(VMLINUX));
        }
        return vmlinux;
    }

    /**
     * The types of a module, on the base of the kernel's.
     *
     * @param name the module's name as in {@code /proc/modules}
     * @throws IOException if there is none, or it cannot be read or parsed
     */
    public synchronized Btf module(String name) throws IOException {
        Btf module = modules.get(name);
        if (module == null) {
            module = Btf.parseSplit(open(name), vmlinux());
            modules.put(name, module);
        }
        return module;
    }

    /** Lets go of what was read, which is some megabytes; who asks again has it read again, with the same ids. */
    public synchronized void forget() {
        vmlinux = null;
        modules.clear();
    }

    /** The names of the modules that have types, sorted; their files are not read. */
    public List<String> modules() throws IOException {
        var names = new TreeSet<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        names.remove(VMLINUX);
        return List.copyOf(names);
    }

    private ByteReader open(String name) throws IOException {
        Path file = directory.resolve(name);
        return ByteReader.of(source.bytes(file), ByteOrder.LITTLE_ENDIAN, file.toString());
    }

    /** Reads a whole file, as the files of {@code /sys/kernel/btf} can be on every kernel. */
    public static ByteBuffer read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return readAll(channel);
        }
    }

    /** Reads in parts: reading megabytes at once would keep as much native memory for this thread. */
    private static ByteBuffer readAll(FileChannel channel) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(channel.size())];
        int size = 0;
        int count;
        do {
            count = channel.read(ByteBuffer.wrap(bytes, size, Math.min(READ_SIZE, bytes.length - size)));
            size += Math.max(count, 0);
        } while (count > 0 && size < bytes.length);
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
