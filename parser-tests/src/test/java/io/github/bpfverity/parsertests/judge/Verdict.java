package io.github.bpfverity.parsertests.judge;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.Log;
import java.util.List;
import java.util.Optional;

/**
 * What two judges say of the same bytes.
 *
 * @param ours our parser's fault
 * @param kernels why {@code BPF_BTF_LOAD} refuses them
 */
record Verdict(Optional<String> ours, Optional<String> kernels) {
    /** Both accept. */
    static final Verdict SOUND = new Verdict(Optional.empty(), Optional.empty());

    private static final int LOG_SIZE = 1 << 16;

    static Verdict on(byte[] btf, Kernel kernel) {
        return new Verdict(ourFault(btf), kernelsFault(btf, kernel));
    }

    boolean agrees() {
        return ours.isPresent() == kernels.isPresent();
    }

    private static Optional<String> ourFault(byte[] btf) {
        try {
            Btf.parse(btf, "judged");
            return Optional.empty();
        } catch (FormatException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> kernelsFault(byte[] btf, Kernel kernel) {
        try (Log log = new Log(Log.LEVEL_FAILING_PATH, LOG_SIZE)) {
            try {
                kernel.loadBtf(new BtfLoad(btf, log, null)).close();
                return Optional.empty();
            } catch (BpfCallException e) {
                return Optional.of(lastLine(log.text(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** The checker prints every type it passes, then the one that is wrong with the reason behind it. */
    private static String lastLine(String log, String otherwise) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? otherwise : lines.get(lines.size() - 1);
    }
}
