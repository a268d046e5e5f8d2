package io.github.bpfverity.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** That reading only one command's declarations shows no difference to reading them all. */
class CommandListTest {
    private final FakeServices services = new FakeServices();

    @Test
    void helpListsWhatAllDeclarationsSay() {
        assertThat(Commands.run(services, "--help")).isZero();
        assertThat(services.printed())
                .isEqualTo(Commands.line(new FakeServices()).getUsageMessage());
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpOfOneCommandIsWhatItsDeclarationSays(String name) {
        assertThat(Commands.run(services, "--verbose", name, "--help")).isZero();
        assertThat(services.printed()).isEqualTo(usage(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void soItIsIfItComesFirst(String name) {
        assertThat(Commands.run(services, name, "--help")).isZero();
        assertThat(services.printed()).isEqualTo(usage(name));
    }

    static Iterable<String> names() {
        return Commands.line(new FakeServices()).getSubcommands().keySet();
    }

    private static String usage(String name) {
        CommandLine command = Commands.line(new FakeServices()).getSubcommands().get(name);
        return command.getUsageMessage();
    }
}
