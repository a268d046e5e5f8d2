package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the keeper asks of {@link GuardObject#FIND}; {@code struct gate_request}, the variable
 * {@link GuardObject#REQUEST}.
 *
 * <p>To grant without a gap: {@link Action#GUARD}, then {@link Action#FIND}, and {@link Action#GRANT} or
 * {@link Action#GRANT_NEXT} only if nothing is traced: who began before the guard shows, and nobody can begin after it.
 *
 * @param tgid the process, as the initial namespace numbers it
 * @param action what to do
 */
public record ProcessRequest(int tgid, Action action) {
    /** Bytes in the variable. */
    public static final int SIZE = 40;

    /** What to do; {@code enum gate_action}. */
    public enum Action {
        /** Nothing but to answer. */
        FIND(0),

        /** From now on nobody may trace it. */
        GUARD(1),

        /** It may call bpf() until it ends or executes a program. */
        GRANT(2),

        /** The program that it executes next may call bpf(), and no further one. */
        GRANT_NEXT(3),

        /** Neither it nor the program that it executes next may. */
        WITHDRAW(4);

        private final int number;

        Action(int number) {
            this.number = number;
        }

        /** The program's number. */
        public int number() {
            return number;
        }
    }

    /**
     * The program's answer.
     *
     * @param done whether there is the process, and the action is done
     * @param traced how many of its threads are traced
     * @param process the process
     */
    public record Answer(boolean done, long traced, ProcessIdentity process) {
        /**
         * Reads the whole variable and moves past it.
         *
         * @throws FormatException if fewer bytes remain
         */
        public static Answer decode(ByteReader in) throws FormatException {
            in.skip(2 * Integer.BYTES);
            return new Answer(in.u32() != 0, in.u32(), ProcessIdentity.decode(in));
        }
    }

    /** The variable before the program runs, without answers. */
    public byte[] encode(ByteOrder order) {
        return ByteBuffer.allocate(SIZE)
                .order(order)
                .putInt(tgid)
                .putInt(action.number())
                .array();
    }
}
