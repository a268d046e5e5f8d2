package io.github.bpfverity.loader.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A struct_ops map fitted to the kernel's own struct.
 *
 * @param map the map's name
 * @param kernelValueTypeId the BTF id of the kernel's {@code bpf_struct_ops_NAME} ({@code btf_vmlinux_value_type_id})
 * @param module the module whose BTF that is, or null for vmlinux
 * @param value the value to put at key 0, complete but for the program descriptors
 * @param slots where those descriptors (8 bytes each) go
 */
public record LinkedStructOps(
        String map, int kernelValueTypeId, @Nullable String module, byte[] value, List<Slot> slots) {

    /**
     * One function pointer.
     *
     * @param offset its offset in the value, in bytes
     * @param program the name of the program that implements it
     */
    public record Slot(int offset, String program) {}
}
