package io.github.bpfverity.gate;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.VerityDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process that the gate follows; {@code struct gate_process}, a value of {@link GuardObject#PROCESSES}.
 *
 * @param owner the process
 * @param reason {@link Reason#LISTED}, or why its code can no longer be trusted
 * @param standing what is known of it
 * @param files the files that it mapped executable, the executable first; a file that is being mapped at this moment
 *     may be missing
 */
public record ProcessRecord(ProcessIdentity owner, Reason reason, Set<Standing> standing, List<VerityDigest> files) {
    /** Bytes in a value. */
    public static final int SIZE = 4448;

    private static final int FILES = 64;

    /** What the program notes for its events. */
    private static final int REPEATS = 48;

    public ProcessRecord {
        standing = Set.copyOf(standing);
        files = List.copyOf(files);
    }

    /**
     * Reads a record and moves past it.
     *
     * @throws FormatException if fewer bytes remain or hold something that the program does not write
     */
    public static ProcessRecord decode(ByteReader in) throws FormatException {
        ProcessIdentity owner = ProcessIdentity.decode(in);
        in.skip(Long.BYTES);
        int at = in.position();
        long number = in.u32();
        Reason reason = Reason.of(number).orElse(null);
        if (reason == null) {
            throw in.failAt(at, "unknown reason %d", number);
        }
        Set<Standing> standing = standing(in.u32());
        in.skip(2 * Integer.BYTES);
        List<VerityDigest> files = files(in);
        in.skip(REPEATS);
        return new ProcessRecord(owner, reason, standing, files);
    }

    private static Set<Standing> standing(long bits) {
        Set<Standing> standing = EnumSet.noneOf(Standing.class);
        for (Standing each : Standing.values()) {
            if ((bits & each.bit()) != 0) {
                standing.add(each);
            }
        }
        return standing;
    }

    private static List<VerityDigest> files(ByteReader in) throws FormatException {
        List<VerityDigest> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            Optional<VerityDigest> file = DigestKey.decode(in);
            file.ifPresent(files::add);
        }
        return files;
    }
}
