package io.github.bpfverity.loader.link;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.Reference;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Appends to a program the functions it calls, each once, in the order in which a walk of the calls first meets
 * them, and sets the distances of the calls. The order is libbpf's, so that program tags are the same.
 */
final class SubprogramAppender {
    /** A function of the walk and the next of its calls to follow. */
    private static final class Visit {
        final LinkedFunction function;
        final int start;
        int next;

        Visit(LinkedFunction function, int start) {
            this.function = function;
            this.start = start;
        }
    }

    private final ObjectSpec object;
    private final FunctionLinker linker;
    private final ExceptionCallbacks callbacks;
    private final Assembly assembly = new Assembly();
    private final Deque<Visit> walk = new ArrayDeque<>();

    SubprogramAppender(ObjectSpec object, FunctionLinker linker, ExceptionCallbacks callbacks) {
        this.callbacks = callbacks;
        this.object = object;
        this.linker = linker;
    }

    /** The whole program that is entered through {@code entry}. */
    Assembly assemble(Function entry) {
        append(entry);
        callbacks.of(entry).ifPresent(this::append);
        return assembly;
    }

    private void append(Function first) {
        if (assembly.of(first.index()) == null) {
            visit(first);
        }
        while (!walk.isEmpty()) {
            Visit visit = walk.peek();
            if (visit.next == visit.function.calls().size()) {
                walk.pop();
                continue;
            }
            follow(visit, visit.function.calls().get(visit.next++));
        }
    }

    private void follow(Visit caller, Reference call) {
        Assembly.Placed target = assembly.of(call.target());
        if (target == null) {
            target = visit(object.code().functions().get(call.target()));
        }
        int at = caller.start + call.instruction() - caller.function.function().first();
        assembly.set(at, Insn.withImm(assembly.instruction(at), target.start() - at - 1));
    }

    private Assembly.Placed visit(Function function) {
        LinkedFunction linked = linker.link(function);
        Assembly.Placed placed = assembly.append(linked);
        walk.push(new Visit(linked, placed.start()));
        return placed;
    }
}
