package io.github.bpfverity.kerneltests;

/** Waiting between two looks at something. */
final class Pause {
    private Pause() {}

    static void briefly() {
        millis(50);
    }

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
