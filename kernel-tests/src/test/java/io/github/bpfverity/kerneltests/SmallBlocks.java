package io.github.bpfverity.kerneltests;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Blocks smaller than a page, which fs-verity takes since Linux 6.3. */
final class SmallBlocks {
    private static final boolean UNKNOWN_HERE = System.getProperty("os.version").startsWith("6.1.");

    private SmallBlocks() {}

    /** Skips the test on the one tested kernel that has to refuse them; elsewhere a refusal is for the test to fail on. */
    static void skipWhereUnknown(String refusal) {
        assumeFalse(UNKNOWN_HERE, "this kernel takes only blocks of a page: " + refusal.strip());
    }
}
