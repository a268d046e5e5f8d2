package io.github.bpfverity.cli.tasks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One finding about this machine.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param finding what was found
 * @param remedy what to do about it; null where nothing is to be done
 * @param problem how a command fails that cannot do without; null unless the level is {@link Level#FAIL}
 */
public record Check(
        Level level,
        String subject,
        String finding,
        @Nullable String remedy,
        @Nullable Problem problem) {

    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        OK("ok  "),
        /** The gate runs, but something beside it will not. */
        WARN("warn"),
        /** The gate cannot run. */
        FAIL("FAIL");

        private final String label;

        Level(String label) {
            this.label = label;
        }
    }

    static Check ok(String subject, String finding) {
        return new Check(Level.OK, subject, finding, null, null);
    }

    static Check warn(String subject, String finding, String remedy) {
        return new Check(Level.WARN, subject, finding, remedy, null);
    }

    static Check fail(Problem problem, String subject, String finding, String remedy) {
        return new Check(Level.FAIL, subject, finding, remedy, problem);
    }

    /** The same for programs. */
    public Map<String, Object> facts() {
        return Facts.of("level", DecisionLine.name(level), "subject", subject, "finding", finding, "remedy", remedy);
    }

    /** Subject, finding and remedy in one line. */
    public String message() {
        return subject + ": " + finding + (remedy == null ? "" : "; " + remedy);
    }

    /** {@link #message} after the level, for a list of checks. */
    public String line() {
        return level.label + "  " + message();
    }

    /** Throws if the gate cannot run. */
    void require() {
        if (problem != null) {
            throw new TaskException(problem, message());
        }
    }
}
