package io.github.bpfverity.cli.tasks;

/** Where a gatekeeper can be asked. */
public interface Door {
    /** None: the gatekeeper cannot be asked. */
    Door NONE = new Door() {
        @Override
        public void requireFree() {}

        @Override
        public Opened open(Desk desk) {
            return () -> {};
        }
    };

    /** A door while it is open. */
    interface Opened extends AutoCloseable {
        /** Whether requests are answered in time; a request that takes long is no reason to say no. */
        default boolean answering() {
            return true;
        }

        @Override
        void close();
    }

    /**
     * Returns if no other gatekeeper is there.
     *
     * @throws TaskException if one is
     */
    void requireFree();

    /**
     * Has {@code desk} answer, on another thread.
     *
     * @throws TaskException if another gatekeeper is there, or the place is not safe
     */
    Opened open(Desk desk);
}
