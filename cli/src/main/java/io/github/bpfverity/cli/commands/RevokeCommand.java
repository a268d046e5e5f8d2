package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.tasks.ChangeList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code revoke}: lists less. */
@Command(
        name = "revoke",
        description = {
            "Take files or digests off the list of the gate that is attached.",
            "It holds from the next call on, also for processes that run. A program's libraries stay listed."
        },
        mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE|DIGEST")
    List<String> subjects;

    @Mixin
    JsonOption json;

    private final Services services;

    RevokeCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        ChangeList task = new ChangeList(services.control(), services.files(), services.neededFiles(), json.given);
        subjects.forEach(subject -> task.revoke(subject).forEach(services.out()::println));
        return 0;
    }
}
