package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.BtfExt;
import io.github.bpfverity.btf.FuncInfo;
import io.github.bpfverity.btf.LineInfo;
import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes the function and line records of a whole program from those of the sections its functions came from. The
 * kernel wants a record at the first instruction of every function, so where one is missing none are given.
 */
final class DebugInfoBuilder {
    /** The size of {@code struct bpf_func_info}. */
    private static final int FUNCTION_RECORD = 8;

    /** The size of {@code struct bpf_line_info}. */
    private static final int LINE_RECORD = 16;

    private static final byte[] NOTHING = {};

    private final ObjectSpec object;
    private final BtfExt ext;

    DebugInfoBuilder(ObjectSpec object) {
        this.object = object;
        this.ext = object.btfExt();
    }

    DebugInfo build(List<Assembly.Placed> functions) {
        return new DebugInfo(functionRecords(functions), FUNCTION_RECORD, lineRecords(functions), LINE_RECORD);
    }

    private byte[] functionRecords(List<Assembly.Placed> functions) {
        ByteBuffer records =
                ByteBuffer.allocate(functions.size() * FUNCTION_RECORD).order(object.order());
        for (Assembly.Placed placed : functions) {
            List<FuncInfo> own = functions(placed.function());
            if (own.isEmpty() || own.get(0).insnOffset() != placed.function().first() * Insn.SIZE) {
                return NOTHING;
            }
            records.putInt(placed.start()).putInt(own.get(0).typeId());
        }
        return records.array();
    }

    private byte[] lineRecords(List<Assembly.Placed> functions) {
        int count = 0;
        for (Assembly.Placed placed : functions) {
            List<LineInfo> own = lines(placed.function());
            if (own.isEmpty() || own.get(0).insnOffset() != placed.function().first() * Insn.SIZE) {
                return NOTHING;
            }
            count += own.size();
        }
        ByteBuffer records = ByteBuffer.allocate(count * LINE_RECORD).order(object.order());
        for (Assembly.Placed placed : functions) {
            int shift = placed.start() - placed.function().first();
            for (LineInfo line : lines(placed.function())) {
                records.putInt(line.insnOffset() / Insn.SIZE + shift);
                records.putInt(line.fileNameOffset());
                records.putInt(line.lineOffset());
                records.putInt(line.lineColumn());
            }
        }
        return records.array();
    }

    private List<FuncInfo> functions(Function function) {
        return Ranges.between(
                ext.functions(section(function)),
                FuncInfo::insnOffset,
                function.first() * Insn.SIZE,
                function.end() * Insn.SIZE);
    }

    private List<LineInfo> lines(Function function) {
        return Ranges.between(
                ext.lines(section(function)),
                LineInfo::insnOffset,
                function.first() * Insn.SIZE,
                function.end() * Insn.SIZE);
    }

    private String section(Function function) {
        return object.code().sectionOf(function).name();
    }
}
