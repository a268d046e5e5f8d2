package io.github.bpfverity.btf;

import io.github.bpfverity.bytes.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    private final Path directory;
    private final Map<String, Btf> modules = new HashMap<>();
    private @Nullable Btf vmlinux;

    private KernelBtf(Path directory) {
        this.directory = directory;
    }

    /** The types of the kernel that runs this, in {@code /sys/kernel/btf}. */
    public static KernelBtf system() {
        return new KernelBtf(SYSTEM);
    }

    /** The types in the files of a directory laid out as {@code /sys/kernel/btf} is. */
    public static KernelBtf in(Path directory) {
        return new KernelBtf(directory);
    }

    /**
     * The types of the kernel itself.
     *
     * @throws IOException if the file is missing (a kernel without {@code CONFIG_DEBUG_INFO_BTF}) or cannot be
     *     read, {@link io.github.bpfverity.bytes.FormatException} if it is broken
     */
    public synchronized Btf vmlinux() throws IOException {
        if (vmlinux == null) {
            vmlinux = Btf.parse(read(VMLINUX));
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
            module = Btf.parseSplit(read(name), vmlinux());
            modules.put(name, module);
        }
        return module;
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

    private ByteReader read(String name) throws IOException {
        Path file = directory.resolve(name);
        try (FileChannel channel = FileChannel.open(file)) {
            return ByteReader.of(readAll(channel), ByteOrder.LITTLE_ENDIAN, file.toString());
        }
    }

    /** Reads in parts: reading megabytes at once would keep as much native memory for this thread. */
    private static byte[] readAll(FileChannel channel) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(channel.size())];
        int size = 0;
        int count;
        do {
            count = channel.read(ByteBuffer.wrap(bytes, size, Math.min(READ_SIZE, bytes.length - size)));
            size += Math.max(count, 0);
        } while (count > 0 && size < bytes.length);
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
