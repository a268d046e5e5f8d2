package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.btf.Member;
import io.github.bpfverity.btf.Param;
import io.github.bpfverity.bytes.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A kernel with the few types that the test objects ask for, and one module. */
public class FakeKernel implements LinkEnvironment {
    final Map<String, String> configuration = new HashMap<>(Map.of(
            "CONFIG_BPF", "y",
            "CONFIG_MODULAR", "m",
            "CONFIG_HOSTNAME", "\"(none)\"",
            "CONFIG_HZ", "250"));
    int symbolReads;

    final Map<String, Set<Long>> symbols = new HashMap<>(Map.of("known_address", Set.of(0xffff_ffff_8100_0000L)));
    private final Path directory;

    /** A kernel whose BTF is written into an empty directory. */
    public FakeKernel(Path directory) {
        this.directory = directory;
        try {
            BtfBuilder types = vmlinux();
            Files.write(directory.resolve("vmlinux"), types.encode(ByteOrder.LITTLE_ENDIAN));
            Files.write(directory.resolve("testmod"), module(types));
            Files.write(directory.resolve("broken"), new byte[] {1, 2, 3});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BtfBuilder vmlinux() {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        int wide = types.add(new BtfType.Int("unsigned long", 8, 0, 0, 64));
        int narrow = types.add(new BtfType.Int("unsigned short", 2, 0, 0, 16));
        int letter = types.add(new BtfType.Int("char", 1, BtfType.Int.SIGNED, 0, 8));
        types.add(new BtfType.Struct(
                "point",
                32,
                false,
                List.of(
                        new Member("pad", wide, 0, 0),
                        new Member("y", wide, 64, 0),
                        new Member("x", integer, 128, 0),
                        new Member("small", narrow, 192, 0))));
        int proto = types.add(new BtfType.FuncProto(integer, List.of(new Param("x", integer))));
        for (String name : List.of("known_function", "bpf_lsm_bpf", "bpf_iter_task")) {
            types.add(new BtfType.Func(name, proto, BtfType.Func.STATIC));
        }
        int pointer = types.add(new BtfType.Ptr(proto));
        types.add(new BtfType.Typedef("btf_trace_switch", pointer));
        types.add(new BtfType.Var("known_variable", integer, BtfType.Var.GLOBAL));
        engine(types, integer, wide, letter, pointer);
        return types;
    }

    /** The members stand otherwise than in the object's struct, and in the value after a header. */
    private static void engine(BtfBuilder types, int integer, int wide, int letter, int pointer) {
        int name = types.add(new BtfType.Array(letter, integer, 16));
        int engine = types.add(new BtfType.Struct(
                "engine",
                40,
                false,
                List.of(
                        new Member("flags", integer, 0, 0),
                        new Member("name", name, 32, 0),
                        new Member("stop", pointer, 192, 0),
                        new Member("start", pointer, 256, 0))));
        types.add(new BtfType.Struct(
                "bpf_struct_ops_engine",
                64,
                false,
                List.of(new Member("common", wide, 0, 0), new Member("data", engine, 128, 0))));
    }

    private static byte[] module(BtfBuilder base) throws FormatException {
        Btf vmlinux = base.build(ByteOrder.LITTLE_ENDIAN, "vmlinux");
        BtfBuilder types = BtfBuilder.splitOn(vmlinux);
        int proto = types.add(new BtfType.FuncProto(0, List.of()));
        types.add(new BtfType.Func("module_function", proto, BtfType.Func.STATIC));
        return types.encode(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public KernelTypes kernelTypes() {
        return new KernelTypes(KernelBtf.in(directory));
    }

    @Override
    public int kernelVersion() {
        return 0x060c05;
    }

    @Override
    public Optional<String> configuration(String name) {
        return Optional.ofNullable(configuration.get(name));
    }

    @Override
    public Map<String, Set<Long>> symbolAddresses(Set<String> names) {
        symbolReads++;
        Map<String, Set<Long>> found = new HashMap<>(symbols);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public boolean hasBpfCookie() {
        return true;
    }

    @Override
    public boolean hasSyscallWrapper() {
        return false;
    }
}
