package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Reason;
import io.github.bpfverity.gate.Scope;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do so that a call like the one that was denied is granted: a command that can be run as it stands. */
final class Remedy {
    /** How this program is called, which an installation says. */
    private static final String PROGRAM = System.getProperty("bpf-verity.command", "cli.jar");

    private static final Pattern PLAIN = Pattern.compile("[\\w./+:@%,=-]+");
    private static final Pattern SHOWN = Pattern.compile("[^\\p{Cntrl}]+");
    private static final String GONE = " (deleted)";

    private Remedy() {}

    /**
     * What to do; empty if there is nothing.
     *
     * @param executable the caller's, where it is known
     */
    static String of(Reason reason, Scope scope, Optional<String> executable, int tgid) {
        String path = executable
                .filter(known -> SHOWN.matcher(known).matches() && !known.endsWith(GONE))
                .map(Remedy::quoted)
                .orElse("");
        if (path.isEmpty()) {
            return reason.remedy();
        }
        return switch (reason) {
            case NO_VERITY -> PROGRAM + seal(scope) + path + " && " + PROGRAM + " allow " + path;
            case NOT_LISTED -> PROGRAM + " allow " + path;
            case UNLISTED_CODE ->
                reason.remedy() + " ('" + PROGRAM + " explain " + Integer.toUnsignedString(tgid) + "' shows them)";
            case ANONYMOUS_CODE, WRITABLE_CODE, CHANGED_CODE, MOVED_CODE, TOO_MANY_FILES ->
                reason.remedy() + ": " + PROGRAM + " run -- " + path;
            default -> reason.remedy();
        };
    }

    private static String seal(Scope scope) {
        return scope == Scope.PROCESS ? " seal --with-libraries " : " seal ";
    }

    /** A word of a shell's. */
    static String quoted(String path) {
        return PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
