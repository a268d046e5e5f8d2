package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A gatekeeper that says yes to all, and a process that remembers what it became. */
public final class FakeControl implements Control, ThisProcess {
    /** What was asked and done, in order. */
    public final List<String> log = new ArrayList<>();

    /** What the gatekeeper has for its scope. */
    public Scope scope = Scope.EXE;

    /** What it has listed. */
    public List<String> list = List.of("done");

    /** What it has for its mode; null if there is none. */
    public @Nullable String mode = "enforce";

    /** Whether agents are refused. */
    public boolean refusesAgents;

    /** Whether it is for this user. */
    public boolean isForbidden;

    @Override
    public boolean isThere() {
        if (isForbidden) {
            throw new TaskException(Problem.NO_PERMISSION, "not for you");
        }
        return mode != null;
    }

    @Override
    public List<String> ask(List<String> request) {
        log.add(String.join(" ", request));
        return switch (request.get(0)) {
            case "scope" -> List.of(GateSettings.name(scope));
            case "list" -> list;
            case "status" -> List.of("mode: " + mode);
            default -> List.of("done");
        };
    }

    @Override
    public void follow(List<String> request, Predicate<String> lines) {
        log.add(String.join(" ", request));
        for (String line : List.of("denied one", "granted two", "other")) {
            if (!lines.test(line)) {
                return;
            }
        }
    }

    @Override
    public long id() {
        return 42;
    }

    @Override
    public void refuseAgents() {
        refusesAgents = true;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PATH", "/nowhere:/bin");
    }

    @Override
    public void become(String path, List<String> arguments) {
        log.add("become " + path + " " + arguments);
    }
}
