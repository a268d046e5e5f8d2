package io.github.bpfverity.cli.tasks;

/**
 * Tells a supervisor how its gatekeeper is. Where it is not reached there is a warning and no more: a gate that is attached
 * stays so, and its list follows its policy, whoever hears of it.
 */
final class Notices {
    private final Supervisor supervisor;
    private final Console console;

    Notices(Supervisor supervisor, Console console) {
        this.supervisor = supervisor;
        this.console = console;
    }

    /** As {@link Supervisor#ready}. */
    void ready() {
        tell(supervisor::ready);
    }

    /** As {@link Supervisor#reloading}. */
    void reloading() {
        tell(supervisor::reloading);
    }

    /** As {@link Supervisor#stopping}. */
    void stopping() {
        tell(supervisor::stopping);
    }

    private void tell(Runnable notice) {
        try {
            notice.run();
        } catch (TaskException e) {
            console.note("warning: " + e.getMessage());
        }
    }
}
