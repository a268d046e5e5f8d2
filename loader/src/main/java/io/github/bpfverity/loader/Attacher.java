package io.github.bpfverity.loader;

import io.github.bpfverity.loader.spec.ProgramSpec;
import java.nio.file.Path;

/** One way of attaching programs. */
interface Attacher {
    /** Attaches; the caller closes the link. */
    Link attach(Request request);

    /**
     * What is to be attached, and where.
     *
     * @param spec the program's own, for its section and types
     */
    record Request(Host host, Program program, ProgramSpec spec, AttachOptions options) {
        /** What the options or else the section name; may be empty. */
        String target() {
            String chosen = options.target();
            return chosen == null ? spec.attachTarget() : chosen;
        }

        /** The same, where nothing will not do. */
        String requiredTarget(String what) {
            if (target().isEmpty()) {
                throw missing(what);
            }
            return target();
        }

        int requiredDevice() {
            if (options.ifindex() == 0) {
                throw missing("AttachOptions.device: a network interface");
            }
            return options.ifindex();
        }

        Path requiredPath(String what) {
            Path path = options.path();
            if (path == null) {
                throw missing("AttachOptions.at: " + what);
            }
            return path;
        }

        private IllegalArgumentException missing(String what) {
            return new IllegalArgumentException(
                    "program %s (%s) cannot be attached without %s".formatted(program.name(), spec.section(), what));
        }
    }
}
