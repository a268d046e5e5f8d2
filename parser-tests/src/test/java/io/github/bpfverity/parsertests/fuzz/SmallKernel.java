package io.github.bpfverity.parsertests.fuzz;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.link.FakeKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel that everything fuzzed is linked against, its types parsed once. */
final class SmallKernel extends FakeKernel {
    private final KernelBtf types;

    private SmallKernel(Path directory) {
        super(directory);
        types = KernelBtf.in(directory);
    }

    private static final class Only {
        static final SmallKernel KERNEL = make();
    }

    static SmallKernel instance() {
        return Only.KERNEL;
    }

    static Btf types() {
        try {
            return instance().types.vmlinux();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files stay until the end of the process: types are read from them when first asked for. */
    private static SmallKernel make() {
        try {
            Path directory = Files.createTempDirectory("fuzz-kernel");
            SmallKernel kernel = new SmallKernel(directory);
            for (String name : kernel.kernelBtf().modules()) {
                directory.resolve(name).toFile().deleteOnExit();
            }
            directory.resolve("vmlinux").toFile().deleteOnExit();
            return kernel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public KernelBtf kernelBtf() {
        return types;
    }
}
