package io.github.bpfverity.packaging;

import io.github.bpfverity.cli.commands.Commands;
import io.github.bpfverity.cli.commands.Services;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what tells of the commands, from their own declarations. */
final class Pages {
    private Pages() {}

    /**
     * Writes {@code man/*.1.gz}, {@code completion/bpf-verity} and {@code help/*}, which is what {@code --help} prints,
     * below the folder.
     */
    static void write(Path folder) throws IOException {
        CommandLine commands = Commands.line(unused());
        Path completion = Files.createDirectories(folder.resolve("completion")).resolve("bpf-verity");
        Files.writeString(completion, AutoComplete.bash("bpf-verity", commands));
        writeHelp(commands, Files.createDirectories(folder.resolve("help")));
        writeManual(commands, Files.createDirectories(folder.resolve("man")));
    }

    /** Declarations are read and no command is run, so nothing asks for a service. */
    private static Services unused() {
        return (Services) Proxy.newProxyInstance(
                Pages.class.getClassLoader(), new Class<?>[] {Services.class}, (self, method, given) -> {
                    if (method.getName().equals("out") || method.getName().equals("err")) {
                        return System.out;
                    }
                    throw new IllegalStateException(method + " is not for the manual");
                });
    }

    private static void writeHelp(CommandLine command, Path folder) throws IOException {
        String name = command.getCommandSpec().qualifiedName("-");
        Files.writeString(folder.resolve(name), command.getUsageMessage(Ansi.OFF));
        Files.writeString(folder.resolve(name + ".colour"), command.getUsageMessage(Ansi.ON));
        for (CommandLine below : command.getSubcommands().values()) {
            writeHelp(below, folder);
        }
    }

    private static void writeManual(CommandLine commands, Path folder) throws IOException {
        Path sources = Files.createTempDirectory("bpf-verity-man");
        int status = ManPageGenerator.generateManPage(
                sources.toFile(), null, new boolean[0], true, commands.getCommandSpec());
        if (status != 0) {
            throw new IOException("picocli could not write the manual's sources: status " + status);
        }
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            for (Path source : filesOf(sources)) {
                convert(asciidoctor, source, folder);
            }
        }
        Files.delete(sources);
    }

    private static void convert(Asciidoctor asciidoctor, Path source, Path folder) throws IOException {
        Options options = Options.builder()
                .backend("manpage")
                .safe(SafeMode.SAFE)
                .standalone(true)
                .toFile(false)
                .attributes(Attributes.builder()
                        .attribute("reproducible", "")
                        .attribute("docdate", "")
                        .attribute("manmanual", "bpf-verity")
                        .build())
                .build();
        String page = asciidoctor.convert(Files.readString(source), options);
        String name = String.valueOf(source.getFileName()).replaceFirst("\\.adoc$", ".1.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(page.getBytes(StandardCharsets.UTF_8));
        } finally {
            Files.delete(source);
        }
    }

    private static List<Path> filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
