package io.github.bpfverity.benchmarks;

import java.io.IOException;
import java.util.List;

/** A command, run as a new process each time. */
record Command(List<String> words) {
    Command(String... words) {
        this(List.of(words));
    }

    /** The time from start to end. */
    Sampler wholeRun() {
        return times -> {
            long[] samples = new long[times];
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                run();
                samples[i] = System.nanoTime() - start;
            }
            return samples;
        };
    }

    /** The time that it prints itself. */
    Sampler printed() {
        return times -> {
            long[] samples = new long[times];
            for (int i = 0; i < times; i++) {
                samples[i] = Long.parseLong(run().strip());
            }
            return samples;
        };
    }

    private String run() throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(words + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }
}
