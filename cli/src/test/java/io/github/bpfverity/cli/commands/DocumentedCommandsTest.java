package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command line of this program in the documents is one that it understands, and every command is in one. */
class DocumentedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("^[# ]*java -jar \\S*cli\\.jar (.*)$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("../README.md"), Path.of("../deploy/README.md")));
        try (Stream<Path> files = Files.list(Path.of("../docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    /** Document and arguments; comments and what the shell does with the output are cut off. */
    static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path document : documents()) {
            boolean fenced = false;
            for (String line : Files.readAllLines(document)) {
                fenced ^= line.startsWith("```");
                Matcher command = COMMAND.matcher(line);
                if (fenced && command.matches()) {
                    commands.add(document.getFileName() + "|"
                            + command.group(1)
                                    .replaceFirst("( #| >| \\|).*", "")
                                    .strip());
                }
            }
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isUnderstood(String documentAndCommand) {
        String arguments = documentAndCommand.substring(documentAndCommand.indexOf('|') + 1);
        CommandLine line = Commands.line(new FakeServices());
        assertThatCode(() -> line.parseArgs(arguments.split(" +"))).doesNotThrowAnyException();
    }

    @Test
    void noCommandIsMissing() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String command : commands()) {
            documented.add(command.substring(command.indexOf('|') + 1).split(" ")[0]);
        }
        assertThat(documented)
                .containsAll(Commands.line(new FakeServices()).getSubcommands().keySet());
    }

    @Test
    void everyFileThatIsPointedToIsThere() throws IOException {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as(document + ": " + link.group())
                        .exists();
            }
        }
    }
}
