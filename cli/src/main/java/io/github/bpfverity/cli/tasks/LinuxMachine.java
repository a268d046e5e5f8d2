package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link Machine} on the running kernel. */
public final class LinuxMachine implements Machine {
    private final SystemCalls calls;
    private final KernelBtf btf;

    /** Asks through {@code calls} and {@code btf}. */
    public LinuxMachine(SystemCalls calls, KernelBtf btf) {
        this.calls = calls;
        this.btf = btf;
    }

    @Override
    public String kernelRelease() {
        return calls.systemName().release();
    }

    @Override
    public Optional<String> text(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public KernelTypes types() throws IOException {
        return new BtfTypes(btf.vmlinux());
    }

    private record BtfTypes(Btf btf) implements KernelTypes {
        @Override
        public int count() {
            return btf.typeCount();
        }

        @Override
        public boolean hasFunction(String name) {
            return btf.find(BtfKind.FUNC, name).isPresent();
        }

        @Override
        public boolean hasMember(String struct, String member) {
            OptionalInt id = btf.find(BtfKind.STRUCT, struct);
            return id.isPresent()
                    && btf.type(id.getAsInt()) instanceof BtfType.Struct type
                    && type.members().stream().anyMatch(m -> m.name().equals(member));
        }
    }
}
