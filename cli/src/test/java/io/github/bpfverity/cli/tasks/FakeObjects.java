package io.github.bpfverity.cli.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kernel that loads every file but those named {@code bad} and {@code worse}. */
public final class FakeObjects implements ObjectTask.Loading, ObjectTask {
    /** What was asked, in order. */
    public final List<String> log = new ArrayList<>();

    /** Run after each load. */
    public Runnable stop = () -> {};

    private boolean stays;
    private boolean keeps;

    @Override
    public ObjectTask with(LoadOptions options) {
        stays = options.staysWithProcess();
        log.add("attach " + options.attach() + " pins " + options.pins());
        return this;
    }

    @Override
    public ObjectReport run(Path file) {
        log.add("load " + file);
        switch (file.toString()) {
            case "bad" -> throw new TaskException(Problem.UNAVAILABLE, "bad: \"it\" is\tbad");
            case "worse" -> throw new IllegalStateException("worse");
            default -> {
                keeps = stays;
                stop.run();
                var program = Facts.of("name", "p", "tag", "00ff", "xlatedBytes", 16);
                Map<String, Object> facts = Facts.of("programs", List.of(program), "maps", List.of(), "links", 0);
                return new ObjectReport(facts, List.of("é is odd"));
            }
        }
    }

    @Override
    public boolean keepsSomething() {
        return keeps;
    }

    @Override
    public void close() {
        log.add("close");
    }
}
