package io.github.bpfverity.cli.tasks;

import java.util.List;
import java.util.Optional;

/** What there is to say about a gate that is attached already. */
public final class GateCheck {
    private static final String MODE = "mode: ";
    private static final String SUBJECT = "gate";

    private GateCheck() {}

    /** Empty where no gatekeeper answers this user. */
    public static Optional<Check> of(Control control) {
        if (!answers(control)) {
            return Optional.empty();
        }
        try {
            return Optional.of(check(control.ask(List.of("status"))));
        } catch (TaskException e) {
            return Optional.of(Check.warn(
                    SUBJECT,
                    "a gatekeeper is there and does not say how it is (" + e.getMessage() + ")",
                    "run as root"));
        }
    }

    private static boolean answers(Control control) {
        try {
            return control.isThere();
        } catch (TaskException e) {
            return false; // not for this user to know; what is needed to attach one is said elsewhere
        }
    }

    private static Check check(List<String> status) {
        String mode = status.stream()
                .filter(line -> line.startsWith(MODE))
                .map(line -> line.substring(MODE.length()))
                .findFirst()
                .orElse("unknown");
        return mode.startsWith("audit")
                ? Check.warn(SUBJECT, "attached in mode " + mode, "attach it without --audit to enforce the list")
                : Check.ok(SUBJECT, "attached in mode " + mode);
    }
}
