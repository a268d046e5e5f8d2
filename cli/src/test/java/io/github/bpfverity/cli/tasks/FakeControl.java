package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gatekeeper that says yes to all, and a process that remembers what it became. */
public final class FakeControl implements Control, ThisProcess {
    /** What was asked and done, in order. */
    public final List<String> log = new ArrayList<>();

    /** What the gatekeeper has for its scope. */
    public Scope scope = Scope.EXE;

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public List<String> ask(List<String> request) {
        log.add(String.join(" ", request));
        return List.of(request.get(0).equals("scope") ? GateSettings.name(scope) : "done");
    }

    @Override
    public long id() {
        return 42;
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
