package io.github.bpfverity.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A process that waits for work; see {@link Worker} for what it understands. */
final class Peer implements AutoCloseable {
    private final String name;
    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;

    Peer(String name, List<String> command) throws IOException {
        this.name = name;
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.questions = process.getOutputStream();
        this.answers = process.inputReader();
    }

    Sampler work(String work) {
        return times -> ask(work, times);
    }

    private long[] ask(String work, int times) throws IOException {
        questions.write((work + " " + times + "\n").getBytes(StandardCharsets.US_ASCII));
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " cannot do " + work);
        }
        LongStream numbers = Stream.of(answer.strip().split(" ")).mapToLong(Long::parseLong);
        return numbers.toArray();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
