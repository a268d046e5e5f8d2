package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.LineInfo;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.CodeSection;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where in an object something is, for errors: object, function, section, instruction and C line. */
final class Places {
    private final ObjectSpec object;

    Places(ObjectSpec object) {
        this.object = object;
    }

    /** A failure of the object as a whole. */
    LinkException fail(String problem) {
        return new LinkException(object.name(), problem);
    }

    /** A failure of the object as a whole, with its cause. */
    LinkException fail(String problem, Throwable cause) {
        return new LinkException(object.name(), problem, cause);
    }

    /** A failure of one program or function. */
    LinkException fail(String function, String section, String problem) {
        return new LinkException(object.name() + ": " + function + " in section " + section, problem);
    }

    /** A failure of one instruction, counted from the function's first. */
    LinkException fail(Function function, int instruction, String problem) {
        return fail(function, instruction, problem, null);
    }

    /** A failure of one instruction, with its cause. */
    LinkException fail(Function function, int instruction, String problem, @Nullable Throwable cause) {
        CodeSection section = object.code().sectionOf(function);
        String line = sourceLine(function, instruction);
        String place = object.name() + ": " + function.name() + " in section " + section.name() + ": instruction "
                + instruction + (line == null ? "" : " (" + line + ")");
        return new LinkException(place, problem, cause);
    }

    /** The C line of an instruction of a whole program, null if unknown. */
    @Nullable
    String sourceLine(Assembly assembly, int instruction) {
        Assembly.Placed placed = assembly.at(instruction);
        return placed == null ? null : sourceLine(placed.function(), instruction - placed.start());
    }

    /** The C line of an instruction, counted from the function's first; null if unknown. */
    @Nullable
    String sourceLine(Function function, int instruction) {
        Btf btf = object.btf().orElse(null);
        if (btf == null) {
            return null;
        }
        List<LineInfo> lines =
                object.btfExt().lines(object.code().sectionOf(function).name());
        int last = Ranges.before(lines, LineInfo::insnOffset, (function.first() + instruction + 1) * Insn.SIZE) - 1;
        if (last < 0 || lines.get(last).insnOffset() < function.first() * Insn.SIZE) {
            return null;
        }
        LineInfo line = lines.get(last);
        String text = btf.string(line.lineOffset()).strip();
        String place = btf.string(line.fileNameOffset()) + ":" + line.line();
        return text.isEmpty() ? place : place + ": " + text;
    }
}
