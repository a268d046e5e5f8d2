package io.github.bpfverity.btf;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Finds some bytes in many, stepping over most of them (Horspool's algorithm). */
final class ByteSearch {
    private final ByteBuffer bytes;
    private final byte[] wanted;
    /** How far to step when a byte lies where the last wanted one would. */
    private final int[] steps = new int[256];

    ByteSearch(ByteBuffer bytes, byte[] wanted) {
        this.bytes = bytes;
        this.wanted = wanted;
        Arrays.fill(steps, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            steps[wanted[i] & 0xff] = wanted.length - 1 - i;
        }
    }

    /** The first place at or after {@code from}, or -1. */
    int next(int from) {
        int last = wanted.length - 1;
        byte lastWanted = wanted[last];
        for (int at = from + last; at < bytes.limit(); ) {
            byte found = bytes.get(at);
            if (found == lastWanted && matches(at - last)) {
                return at - last;
            }
            at += steps[found & 0xff];
        }
        return -1;
    }

    private boolean matches(int at) {
        for (int i = 0; i < wanted.length - 1; i++) {
            if (bytes.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
