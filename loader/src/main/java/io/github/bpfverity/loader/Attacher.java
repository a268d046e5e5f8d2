package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.LinkCreate;
import io.github.bpfverity.loader.kernel.LinkOptions;
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

        Fd requiredDescriptor(String what) {
            Fd descriptor = options.descriptor();
            if (descriptor == null) {
                throw missing("AttachOptions.descriptor: " + what);
            }
            return descriptor;
        }

        /** A {@code BPF_LINK_CREATE} on {@code place}, with what the options say, or else nothing, besides. */
        Link link(int place, int attachType) {
            LinkOptions chosen = options.link();
            return link(place, attachType, chosen == null ? LinkOptions.none() : chosen);
        }

        /** A {@code BPF_LINK_CREATE} on {@code place}. */
        Link link(int place, int attachType, LinkOptions besides) {
            var create = new LinkCreate(program.fd(), place, attachType, options.flags(), besides);
            return new Link(host, host.kernel().createLink(create));
        }

        IllegalArgumentException missing(String what) {
            return new IllegalArgumentException(
                    "program %s (%s) cannot be attached without %s".formatted(program.name(), spec.section(), what));
        }
    }
}
