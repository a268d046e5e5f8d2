package io.github.bpfverity.cli.tasks;

import java.time.Duration;
import java.util.Optional;

/**
 * What started this process and waits for it to be up, as a service manager does. Each method does nothing where there
 * is none.
 *
 * <p>All of them throw a {@link TaskException} where there is one and it is not reached.
 */
public interface Supervisor extends DescriptorStore {
    /** The gate is attached, or a policy was read again: what {@link #reloading} began is over. */
    void ready();

    /** A policy is being read again. */
    void reloading();

    /** The gatekeeper is about to end. */
    void stopping();

    /** Between two of these no more than this may pass; empty if nobody waits for them. */
    Optional<Duration> patience();

    /** This process gets round to its work. Waits for nobody. */
    void alive();
}
