package io.github.bpfverity.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What whole processes take, of the command as it is packaged; closing deletes the files that it reads. */
final class CommandRows implements AutoCloseable {
    private static final int LITTLE = 4 << 10;
    private static final int MUCH = 100 << 20;
    private static final long MOST_FOR_SHORT_COMMANDS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long MOST_FOR_LOAD = TimeUnit.MILLISECONDS.toNanos(300);
    private static final String OBJECT = "core";

    private final Path cli;
    private final Path objects;
    private final Path peers;
    private final Path little;
    private final Path much;

    CommandRows(Path cli, Path objects, Path peers) throws IOException {
        this.cli = cli;
        this.objects = objects;
        this.peers = peers;
        this.little = Files.write(Files.createTempFile("benchmark", ".bin"), new byte[LITTLE]);
        this.much = Files.write(Files.createTempFile("benchmark", ".bin"), new byte[MUCH]);
    }

    Row load() {
        Path object = objects.resolve(OBJECT + ".bpf.el.o");
        return row("bpf-verity load of one CO-RE object, whole process")
                .side(Side.OURS, command(cli, "load", object).wholeRun())
                .side(
                        Side.LIBBPF,
                        command(peers.resolve("libbpf"), objects, OBJECT).wholeRun())
                .atMost(3, Side.LIBBPF)
                .atMost(MOST_FOR_LOAD);
    }

    Row help() {
        return row("bpf-verity --help, whole process")
                .side(Side.OURS, command(cli, "--help").wholeRun())
                .atMost(MOST_FOR_SHORT_COMMANDS);
    }

    Row digestOfLittle() {
        return digest("4 KiB", little).atMost(MOST_FOR_SHORT_COMMANDS);
    }

    Row digestOfMuch() {
        return digest("100 MiB", much).atMost(1.2, Side.C);
    }

    private Row digest(String what, Path file) {
        return row("bpf-verity digest --compute of " + what + ", whole process (C: fsverity)")
                .side(Side.OURS, command(cli, "digest", "--compute", file).wholeRun())
                .side(Side.C, command("fsverity", "digest", file).wholeRun());
    }

    private static Row row(String name) {
        return new Row(name, Unit.NANOSECONDS).turns(10, 1);
    }

    private static Command command(Object... words) {
        return new Command(Stream.of(words).map(Object::toString).toList());
    }

    @Override
    public void close() throws IOException {
        Files.delete(little);
        Files.delete(much);
    }
}
