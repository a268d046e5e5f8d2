package io.github.bpfverity.benchmarks;

/** Something to be measured. */
interface Work {
    /** Does it once, and answers the time that counts, in the unit that all peers use for this work. */
    long run() throws Exception;
}
