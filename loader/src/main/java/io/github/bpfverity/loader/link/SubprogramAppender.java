package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import io.github.bpfverity.loader.spec.Reference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Appends to a program the functions it calls, each once, in the order in which a walk of the calls first meets
 * them, and sets the distances of the calls. The order is libbpf's, so that program tags are the same.
 */
final class SubprogramAppender {
    private static final String EXCEPTION_CALLBACK = "exception_callback:";

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
    private final Assembly assembly = new Assembly();
    private final Deque<Visit> walk = new ArrayDeque<>();

    SubprogramAppender(ObjectSpec object, FunctionLinker linker) {
        this.object = object;
        this.linker = linker;
    }

    /** The whole program that is entered through {@code entry}. */
    Assembly assemble(Function entry) {
        append(entry);
        exceptionCallback(entry).ifPresent(this::append);
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

    /** The function that a {@code __exception_cb} tag on the program names; nothing else refers to it. */
    private Optional<Function> exceptionCallback(Function entry) {
        Btf btf = object.btf().orElse(null);
        if (btf == null) {
            return Optional.empty();
        }
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.name(id).startsWith(EXCEPTION_CALLBACK)
                    && btf.type(id) instanceof BtfType.DeclTag tag
                    && btf.kind(tag.type()) == BtfKind.FUNC
                    && btf.name(tag.type()).equals(entry.name())) {
                return function(btf.name(id).substring(EXCEPTION_CALLBACK.length()));
            }
        }
        return Optional.empty();
    }

    private Optional<Function> function(String name) {
        return object.code().functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst();
    }
}
