package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.util.Optional;

/** What {@link Doctor} asks of the machine. */
public interface Machine {
    /** The kernel's release, such as {@code 6.1.0-31-cloud-amd64}. */
    String kernelRelease();

    /** The text of a file below {@code /proc} or {@code /sys}; empty if there is none or it cannot be read. */
    Optional<String> text(String path);

    /** What the kernel's type information has. */
    KernelTypes types() throws IOException;

    /** Questions to the kernel's type information. */
    interface KernelTypes {
        /** How many types it describes. */
        int count();

        /** Whether it has a function of this name, a kfunc or one that is compiled in. */
        boolean hasFunction(String name);

        /** Whether it has a struct of this name with such a member. */
        boolean hasMember(String struct, String member);
    }
}
