package io.github.bpfverity.loader.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;

/**
 * An open descriptor and the duty to close it.
 *
 * <p>Whoever opened it closes it, once; a method that returns one hands the duty over. Nothing closes it behind
 * the owner's back: there is no finaliser and no cleaner. Closing while another thread is inside a call with the
 * same descriptor is the owner's mistake, as it is in C.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Fd.class, "value", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final IntConsumer closer;
    private volatile int value;

    /**
     * Takes over an open descriptor.
     *
     * @param value the number, 0 or more
     * @param closer closes the number; called at most once
     */
    public Fd(int value, IntConsumer closer) {
        if (value < 0) {
            throw new IllegalArgumentException("descriptor " + value);
        }
        this.value = value;
        this.closer = closer;
    }

    /**
     * The number, for as long as this is open.
     *
     * @throws IllegalStateException if it has been closed
     */
    public int value() {
        int number = value;
        if (number == CLOSED) {
            throw new IllegalStateException("descriptor is closed");
        }
        return number;
    }

    /** Whether {@link #close} is still to come. */
    public boolean isOpen() {
        return value != CLOSED;
    }

    /** Closes the descriptor; the second call and later ones do nothing. */
    @Override
    public void close() {
        int number = (int) VALUE.getAndSet(this, CLOSED);
        if (number != CLOSED) {
            closer.accept(number);
        }
    }

    @Override
    public String toString() {
        return isOpen() ? "fd " + value : "fd (closed)";
    }
}
