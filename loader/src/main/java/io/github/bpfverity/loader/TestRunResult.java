package io.github.bpfverity.loader;

/**
 * What came of a {@link TestRun}.
 *
 * @param returnValue what the program returned
 * @param nanoseconds one run's average
 * @param data the packet afterwards
 * @param context the context afterwards
 */
public record TestRunResult(int returnValue, int nanoseconds, byte[] data, byte[] context) {}
