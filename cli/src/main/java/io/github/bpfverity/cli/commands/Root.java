package io.github.bpfverity.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command above the commands. */
@Command(
        name = "bpf-verity",
        description = "Decides by fs-verity digest which programs may call bpf().",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 64 wrong usage, 65 bad data, 66 no input, 69 not possible here,",
            "70 a mistake in this program, 74 input or output failed, 77 no permission."
        })
final class Root {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of failures.")
    boolean verbose;
}
