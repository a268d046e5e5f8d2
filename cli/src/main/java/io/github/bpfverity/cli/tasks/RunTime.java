package io.github.bpfverity.cli.tasks;

/** How often the gate was asked since this is measured, and how long its answers took together. */
public record RunTime(long runs, long nanos) {
    static final RunTime NOT_MEASURED = new RunTime(0, 0);
}
