package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.Log;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.link.LinkedProgram;
import io.github.bpfverity.loader.spec.ProgramType;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out why the kernel refused a program: asks again with a log, and reads it. */
final class Refusal {
    private static final int FIRST_LOG = 1 << 16;
    private static final int LARGEST_LOG = 1 << 26;
    private static final int TAIL_LINES = 20;

    /** The verifier prints each instruction as {@code 12: (85) call bpf_ktime_get_ns#5}. */
    private static final Pattern INSTRUCTION =
            Pattern.compile("^(\\d+): (?:R.*)?\\([0-9a-f]{2}\\) ", Pattern.MULTILINE);

    private final Kernel kernel;
    private final String object;
    private final LinkedProgram program;
    private final String btfRefusal;

    Refusal(Kernel kernel, String object, LinkedProgram program, String btfRefusal) {
        this.kernel = kernel;
        this.object = object;
        this.program = program;
        this.btfRefusal = btfRefusal;
    }

    /**
     * Asks again until the log is whole.
     *
     * @return the program, should the kernel have changed its mind
     */
    Fd retry(ProgLoad request, BpfCallException refused) {
        ProgLoad stopping = request.withCode(program.stoppingAtPoison(request.code()));
        BpfCallException failure = refused;
        for (int size = FIRST_LOG; ; ) {
            try (Log log = new Log(Log.LEVEL_FAILING_PATH, size)) {
                try {
                    return kernel.loadProgram(stopping.withLog(log));
                } catch (BpfCallException again) {
                    boolean cut = again.is(Errno.ENOSPC) || log.neededSize() > size;
                    if (!cut || size >= LARGEST_LOG) {
                        throw describe(again.is(Errno.ENOSPC) ? failure : again, log.text());
                    }
                    size = Math.min(LARGEST_LOG, Math.max(size * 4, log.neededSize()));
                }
            }
        }
    }

    private BpfException describe(BpfCallException failure, String log) {
        String place = "program %s (%s)"
                .formatted(program.spec().name(), program.spec().section());
        if (log.isBlank()) {
            return failure.within(place).because(withoutLog(failure));
        }
        OptionalInt instruction = lastInstruction(log);
        String line = instruction.isPresent()
                ? program.sourceLine(instruction.getAsInt()).orElse(null)
                : null;
        return new VerifierException(
                failure.errno(),
                object + ": " + place,
                hint(log, instruction, line),
                program.spec().name(),
                log,
                line);
    }

    private String hint(String log, OptionalInt instruction, @Nullable String line) {
        StringBuilder hint = new StringBuilder();
        String reason = reason(log);
        if (instruction.isPresent()) {
            hint.append("instruction ").append(instruction.getAsInt());
            hint.append(line == null ? "" : " (" + line + ")");
            reason = program.poison(instruction.getAsInt()).orElse(reason);
        }
        hint.append(hint.isEmpty() || reason.isEmpty() ? "" : ": ").append(reason);
        if (!btfRefusal.isEmpty()) {
            hint.append(hint.isEmpty() ? "" : "; ").append(btfRefusal);
        }
        return hint.append("\n")
                .append(LogTail.of(log, TAIL_LINES).indent(4).stripTrailing())
                .toString();
    }

    /** What a log ends with, so that the first line of a message says why; empty if that is an instruction. */
    static String reason(String log) {
        String last = LogTail.of(log, 1).strip();
        return INSTRUCTION.matcher(last).find() ? "" : last;
    }

    /** The one that the verifier was at when it gave up. */
    static OptionalInt lastInstruction(String log) {
        Matcher matcher = INSTRUCTION.matcher(log);
        OptionalInt last = OptionalInt.empty();
        while (matcher.find()) {
            last = OptionalInt.of(Integer.parseInt(matcher.group(1)));
        }
        return last;
    }

    /** The kernel refused before its verifier began. */
    private String withoutLog(BpfCallException failure) {
        if (!btfRefusal.isEmpty()) {
            return btfRefusal;
        }
        int type = program.spec().type();
        if (failure.is(Errno.EPERM)) {
            return "this process lacks CAP_BPF or what this program type needs besides, or a security module objects";
        }
        return Probe.programType(kernel, type)
                ? "the kernel knows this program type, but not these attributes"
                : "the kernel has no %s programs".formatted(ProgramType.name(type));
    }
}
