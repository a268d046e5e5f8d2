package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One decision, or several that are alike; {@code struct gate_event}.
 *
 * @param bootNanos when, in nanoseconds since boot, suspended time included ({@code CLOCK_BOOTTIME})
 * @param pid the calling thread, as the initial namespace numbers it
 * @param tgid its process
 * @param uid the real user, unsigned
 * @param command what was asked for, unsigned: at {@link Hook#BPF} the first argument of bpf(), a number of
 *     {@code enum bpf_cmd}, of which any value is possible; at the other hooks what {@link Hook} says
 * @param comm the thread's name, which its process chooses; characters that do not print are replaced by {@code ?}
 * @param digest the executable's, empty where the decision was made without one
 * @param hook where the decision was made
 * @param calls how many decisions it stands for, from 1: above that, granted calls of any thread of the process that
 *     repeated one that was told
 * @param path of the executable, as its process sees it, which that can arrange; empty where the decision was no denial
 *     of bpf(), the path has more than 127 bytes or some that do not print, and where the kernel does not let it be read
 */
public record Event(
        long bootNanos,
        int pid,
        int tgid,
        long uid,
        long command,
        Verdict verdict,
        Reason reason,
        String comm,
        Optional<VerityDigest> digest,
        Hook hook,
        long calls,
        Optional<String> path) {
    /** Bytes in a record of {@link GuardObject#EVENTS}. */
    public static final int SIZE = 256;

    private static final int COMM_SIZE = 16;
    private static final int PATH_SIZE = 128;

    /**
     * Reads an event and moves past it.
     *
     * @throws FormatException if fewer bytes remain or hold something that the program does not write
     */
    public static Event decode(ByteReader in) throws FormatException {
        long bootNanos = in.u64();
        int pid = in.s32();
        int tgid = in.s32();
        long uid = in.u32();
        long command = in.u32();
        int numbers = in.position();
        long verdict = in.u32();
        Reason reason = reason(in);
        if (verdict != reason.verdict().number()) {
            throw in.failAt(numbers, "verdict %d does not go with reason %s", verdict, reason);
        }
        String comm = printable(in.bytes(COMM_SIZE));
        Optional<VerityDigest> digest = DigestKey.decode(in);
        Hook hook = hook(in);
        long calls = calls(in);
        Optional<String> path = path(text(in.bytes(PATH_SIZE)));
        return new Event(bootNanos, pid, tgid, uid, command, reason.verdict(), reason, comm, digest, hook, calls, path);
    }

    /** One that does not print as it is would name another file. */
    private static Optional<String> path(String text) {
        return Optional.of(text)
                .filter(path -> !path.isEmpty() && path.codePoints().allMatch(Event::prints));
    }

    private static Hook hook(ByteReader in) throws FormatException {
        int at = in.position();
        long number = in.u32();
        Hook hook = Hook.of(number).orElse(null);
        if (hook == null) {
            throw in.failAt(at, "unknown hook %d", number);
        }
        return hook;
    }

    private static long calls(ByteReader in) throws FormatException {
        int at = in.position();
        long calls = in.u64();
        if (calls <= 0) {
            throw in.failAt(at, "%s calls", Long.toUnsignedString(calls));
        }
        return calls;
    }

    private static Reason reason(ByteReader in) throws FormatException {
        int at = in.position();
        long number = in.u32();
        Reason reason = Reason.of(number).orElse(null);
        if (reason == null) {
            throw in.failAt(at, "unknown reason %d", number);
        }
        return reason;
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String printable(byte[] comm) {
        StringBuilder text = new StringBuilder();
        text(comm).codePoints().map(c -> prints(c) ? c : '?').forEach(text::appendCodePoint);
        return text.toString();
    }

    private static boolean prints(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> c != '\ufffd';
        };
    }
}
