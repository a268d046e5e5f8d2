package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.List;

/**
 * An object fitted to one kernel, as {@link Linker} returns it.
 *
 * @param spec what it was made from
 * @param programs the programs that are to be loaded, in the object's order
 * @param maps the maps that are to be created; data maps hold their starting bytes, externs' values included
 * @param structOps one entry for each struct_ops map
 * @param btf the BTF for {@code BPF_BTF_LOAD}, in the object's byte order; empty if the object has none
 */
public record LinkedObject(
        ObjectSpec spec,
        List<LinkedProgram> programs,
        List<MapSpec> maps,
        List<LinkedStructOps> structOps,
        byte[] btf) {}
