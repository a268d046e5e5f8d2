package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code attach} is asked for.
 *
 * @param programs the files to list as executables, each with fs-verity on
 * @param libraries further files to list as code that these may map
 * @param scope how much of a caller has to be listed
 * @param trace whether decisions also appear in the kernel's trace pipe
 * @param pin the folder on bpffs that keeps the gate when this process has gone; null for none
 * @param lock whether it stays there until the machine is booted again
 * @param policy where more is listed; read again whenever the gatekeeper is told to
 * @param metrics where to serve metrics; null for nowhere
 * @param audit whether to decide and report, and deny nothing
 */
public record AttachRequest(
        List<Path> programs,
        List<Path> libraries,
        Scope scope,
        boolean trace,
        @Nullable Path pin,
        boolean lock,
        PolicySource policy,
        @Nullable InetSocketAddress metrics,
        boolean audit) {
    public AttachRequest {
        programs = List.copyOf(programs);
        libraries = List.copyOf(libraries);
    }

    /** Without a lock and a policy, to enforce. */
    public AttachRequest(List<Path> programs, List<Path> libraries, Scope scope, boolean trace, @Nullable Path pin) {
        this(programs, libraries, scope, trace, pin, false, PolicySource.NONE, null, false);
    }

    Stay stay() {
        if (lock) {
            return Stay.LOCKED;
        }
        return pin == null ? Stay.WITH_KEEPER : Stay.PINNED;
    }

    Stream<Path> files() {
        return Stream.concat(programs.stream(), libraries.stream());
    }
}
