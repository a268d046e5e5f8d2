package io.github.bpfverity.gate;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * What is read and written while the gate is attached, without bpf(); {@code struct gate_control}, the one value of the
 * map {@link GuardObject#CONTROL}, which is mapped.
 *
 * <p>Who has a descriptor of the map can make itself the keeper, though the gate denies it bpf().
 */
public final class Control {
    /** Bytes in the value. */
    public static final int SIZE = 16;

    private static final int GENERATION = 0;
    private static final int HEIR = 4;
    private static final int HEIR_START = 8;

    private final ByteBuffer shared;

    /** Reads and writes the first bytes of {@code shared}, in its byte order. */
    public Control(ByteBuffer shared) {
        this.shared = shared;
    }

    /** To be called after each change of {@link GuardObject#ALLOWED}, so that processes that run are looked at again. */
    public synchronized void policyChanged() {
        shared.putInt(GENERATION, shared.getInt(GENERATION) + 1);
    }

    /**
     * Makes a process the keeper, when it next calls bpf().
     *
     * @param start when it was started, in hundredths of a second since boot: what tells it from another that gets its
     *     number when it has ended
     */
    public void nameHeir(int tgid, long start) {
        shared.putInt(HEIR, 0);
        VarHandle.fullFence();
        shared.putLong(HEIR_START, start);
        VarHandle.fullFence();
        shared.putInt(HEIR, tgid);
    }

    /** Who was named and has not called bpf() since; 0 for nobody. */
    public int heir() {
        return shared.getInt(HEIR);
    }
}
