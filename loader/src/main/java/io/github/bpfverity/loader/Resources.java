package io.github.bpfverity.loader;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in reverse order: all of it, or, on success, nothing. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** Hands everything over to whoever called this. */
    Resources handOver() {
        Resources taken = new Resources();
        taken.open.addAll(open);
        open.clear();
        return taken;
    }

    /** Closes all; the first failure is thrown after the others have been closed. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            } catch (Exception e) {
                throw new AssertionError("descriptors close without checked exceptions", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
