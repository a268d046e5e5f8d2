package io.github.bpfverity.loader.ringbuf;

import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What readers of rings have in common: one thread reads, or waits for something to read, and any other may wake it
 * or end it all.
 *
 * <p>An end that comes while a thread reads, and be it from that very reading, takes effect when the thread is out:
 * only then is the memory let go that it reads.
 */
final class Waiting {
    /** Instead of a count: it has been closed. */
    static final int CLOSED = -1;

    private static final int DATA = 0;
    private static final int WAKEUP = 1;

    private final SystemCalls system;
    private final Runnable release;
    private final Fd epoll;
    private final Fd wakeup;
    private final int[] ready = new int[2];
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closed;
    private boolean released;
    private boolean woken;

    /**
     * Waits for nothing yet.
     *
     * @param release lets go of what is read, once nobody reads any more; not called if this fails
     */
    Waiting(SystemCalls system, Runnable release) {
        this.system = system;
        this.release = release;
        this.epoll = system.createEpoll();
        try {
            this.wakeup = system.createEvent();
        } catch (RuntimeException e) {
            epoll.close();
            throw e;
        }
        try {
            system.addToEpoll(epoll, wakeup, WAKEUP);
        } catch (RuntimeException e) {
            closeDescriptors();
            throw e;
        }
    }

    /** Waits for input on this, too. */
    void watch(Fd file) {
        system.addToEpoll(epoll, file, DATA);
    }

    /** Whether reading may go on. */
    boolean isOpen() {
        return !closed;
    }

    /**
     * Reads what is there, without waiting.
     *
     * @param read what reads, given the handler; apart, so that a call makes no object
     * @return what {@code read} returns, or {@link #CLOSED}
     */
    <H> int read(ToIntFunction<H> read, H handler) {
        enter();
        try {
            return closed ? CLOSED : read.applyAsInt(handler);
        } finally {
            leave();
        }
    }

    /** The same, but waits if there is nothing; 0 after the timeout, a wakeup or a signal. */
    <H> int await(Duration timeout, ToIntFunction<H> read, H handler) {
        enter();
        try {
            woken = false;
            if (closed) {
                return CLOSED;
            }
            int count = read.applyAsInt(handler);
            return count > 0 || closed ? count : awaitInput(timeout, read, handler);
        } finally {
            leave();
        }
    }

    private <H> int awaitInput(Duration timeout, ToIntFunction<H> read, H handler) {
        int events = system.waitForEpoll(epoll, ready, millis(timeout));
        if (closed) {
            return CLOSED;
        }
        boolean input = false;
        for (int i = 0; i < events; i++) {
            if (ready[i] == WAKEUP) {
                system.clearEvent(wakeup);
                woken = true;
            } else {
                input = true;
            }
        }
        return input ? read.applyAsInt(handler) : 0;
    }

    /** Whether a wakeup ended the last wait of the thread that reads, which is who asks. */
    boolean wasWoken() {
        return woken;
    }

    private static int millis(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            return timeout.isNegative() ? 0 : -1;
        }
        return Math.toIntExact((timeout.toNanos() + 999_999) / 1_000_000);
    }

    /** Whoever is called with a record and reads on would get the same record again. */
    private void enter() {
        reading.lock();
        if (reading.getHoldCount() > 1) {
            reading.unlock();
            throw new IllegalStateException("a handler of records may not read on by itself");
        }
    }

    private void leave() {
        try {
            if (closed) {
                release();
            }
        } finally {
            reading.unlock();
        }
    }

    /** Holds off the end, so that what is signalled is the event, and no other file of its number. */
    synchronized void wakeup() {
        if (!closed) {
            system.signalEvent(wakeup);
        }
    }

    /** Ends the wait of the thread that reads; lets go when it is out. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            system.signalEvent(wakeup);
            closed = true;
        }
        reading.lock();
        try {
            if (reading.getHoldCount() == 1) {
                release();
            }
        } finally {
            reading.unlock();
        }
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        try {
            release.run();
        } finally {
            closeDescriptors();
        }
    }

    private void closeDescriptors() {
        epoll.close();
        wakeup.close();
    }
}
