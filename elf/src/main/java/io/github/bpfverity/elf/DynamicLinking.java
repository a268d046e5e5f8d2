package io.github.bpfverity.elf;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * What a program or shared library asks of the dynamic linker, read as the kernel and the linker read it: by program
 * headers and addresses. Sections need not be there.
 *
 * @param machine {@code e_machine}, which everything that is linked together has in common
 * @param order the byte order, which is in common as well
 * @param interpreter the dynamic linker's path, {@code PT_INTERP}; empty for libraries and static programs
 * @param soname the name that others need this by, {@code DT_SONAME}
 * @param needed names of the libraries it needs, {@code DT_NEEDED}, in order
 * @param rpath where to look for them and theirs, {@code DT_RPATH}, with its colons; empty if there is a runpath,
 *     which overrules it
 * @param runpath where to look for them, {@code DT_RUNPATH}, with its colons
 * @param withoutDefaults whether the system's own folders are left out, {@code DF_1_NODEFLIB}
 */
public record DynamicLinking(
        int machine,
        ByteOrder order,
        Optional<String> interpreter,
        Optional<String> soname,
        List<String> needed,
        Optional<String> rpath,
        Optional<String> runpath,
        boolean withoutDefaults) {

    /** The longest path that the kernel takes, its end included; {@code PATH_MAX}. */
    private static final int PATH_MAX = 4096;

    public DynamicLinking {
        needed = List.copyOf(needed);
    }

    /**
     * Reads a linked 64-bit ELF file, of either byte order.
     *
     * @param image the file's bytes, which must not change meanwhile
     * @param fileName what faults call the file
     * @throws FormatException if it is none, or no linker could make sense of it
     */
    public static DynamicLinking parse(byte[] image, String fileName) throws FormatException {
        ByteReader bytes = ByteReader.of(image, ByteOrder.LITTLE_ENDIAN, fileName);
        ElfHeader header = ElfHeader.read(bytes);
        ByteReader file = bytes.withOrder(header.order());
        if (header.type() != ElfObject.ET_EXEC && header.type() != ElfObject.ET_DYN) {
            throw file.failAt(ElfHeader.TYPE_AT, "e_type is %d, expected a linked file (2 or 3)", header.type());
        }
        ProgramHeaders segments = ProgramHeaders.read(file);
        DynamicSection dynamic = DynamicSection.read(segments);
        Optional<String> runpath = dynamic.string(DynamicSection.DT_RUNPATH);
        return new DynamicLinking(
                header.machine(),
                header.order(),
                interpreter(segments),
                dynamic.string(DynamicSection.DT_SONAME),
                dynamic.strings(DynamicSection.DT_NEEDED),
                runpath.isPresent() ? Optional.empty() : dynamic.string(DynamicSection.DT_RPATH),
                runpath,
                dynamic.hasNoDefaults());
    }

    private static Optional<String> interpreter(ProgramHeaders segments) throws FormatException {
        ProgramHeaders.Segment segment =
                segments.single(ProgramHeaders.PT_INTERP).orElse(null);
        if (segment == null) {
            return Optional.empty();
        }
        ByteReader bytes = segments.reader(segment, "PT_INTERP");
        if (bytes.size() < 2 || bytes.size() > PATH_MAX) {
            throw bytes.fail("path of %d bytes, expected 2 to %d", bytes.size(), PATH_MAX);
        }
        return Optional.of(bytes.cString(0));
    }
}
