package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.gate.ProcessRecord;
import io.github.bpfverity.gate.ProcessRequest;
import io.github.bpfverity.gate.ProcessRequest.Action;
import io.github.bpfverity.gate.ProcessRequest.Answer;
import io.github.bpfverity.gate.Standing;
import io.github.bpfverity.loader.BpfMap;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

/** Gives grants to single processes, through the gate's iterator over tasks. */
final class Grants {
    private final Variable request;
    private final Link find;

    /**
     * Asks the program {@link GuardObject#FIND}.
     *
     * @param request its request
     * @param find its link, which stays the caller's
     */
    Grants(Variable request, Link find) {
        this.request = request;
        this.find = find;
    }

    void grant(int tgid) {
        give(tgid, Action.GRANT);
    }

    void grantNext(int tgid) {
        give(tgid, Action.GRANT_NEXT);
    }

    /** Guards it first: who began to trace it before that shows, and nobody can begin afterwards. */
    private synchronized void give(int tgid, Action action) {
        require(ask(tgid, Action.GUARD), tgid);
        Answer found = ask(tgid, Action.FIND);
        require(found, tgid);
        if (found.traced() > 0) {
            ask(tgid, Action.WITHDRAW);
            throw new TaskException(
                    Problem.NO_PERMISSION, "process " + tgid + " is traced, and gets no grant; end the debugger");
        }
        require(ask(tgid, action), tgid);
    }

    private static void require(Answer answer, int tgid) {
        if (!answer.done()) {
            throw new TaskException(
                    Problem.NO_INPUT, "process " + tgid + ": there is none, or the gate follows as many as it can");
        }
    }

    /** The processes that have one, by the gate's own records: a grant is gone when its process is. */
    static Set<Integer> given(BpfMap processes) {
        Set<Integer> found = new TreeSet<>();
        for (byte[] key : processes.keys()) {
            processes
                    .get(key)
                    .map(bytes -> LoadedGate.decode(bytes, ProcessRecord::decode))
                    .filter(process -> process.standing().contains(Standing.GRANTED))
                    .ifPresent(process -> found.add(process.owner().tgid()));
        }
        return found;
    }

    private Answer ask(int tgid, Action action) {
        request.set(new ProcessRequest(tgid, action).encode(LoadedGate.ORDER));
        try (InputStream run = find.iterate()) {
            run.readAllBytes();
        } catch (IOException e) {
            throw new TaskException(Problem.INPUT_OUTPUT, "the gate's look at processes: " + e.getMessage(), e);
        }
        return LoadedGate.decode(request.get(), Answer::decode);
    }
}
