package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Symbol;
import io.github.bpfverity.loader.spec.ExternSpec.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an object leaves undefined: {@code __kconfig} and {@code __ksym} externs.
 *
 * <p>The order, configuration values first and by falling alignment, is that of libbpf: places in the configuration
 * map and the numbers of poisoned calls follow from it.
 */
final class ExternReader {
    static final String KCONFIG = ".kconfig";
    static final String KSYMS = ".ksyms";

    /** The size of {@code Elf64_Sym}, to say where a symbol stands. */
    private static final int SYMBOL_SIZE = 24;

    /** Bytes of all configuration values together: a kernel has some 10,000 options, most of them a letter. */
    private static final int MAX_CONFIGURATION = 16 << 20;

    private static final Comparator<SymbolicExtern> ORDER = Comparator.comparing(
                    (SymbolicExtern extern) -> extern.spec().kind() != Kind.KCONFIG)
            .thenComparing(extern -> -extern.alignment())
            .thenComparing(extern -> extern.spec().size())
            .thenComparing(extern -> extern.spec().name());

    private final ElfObject elf;
    private final Btf btf;
    private final Map<String, Integer> declared = new HashMap<>();
    private final Map<String, String> sections = new HashMap<>();

    ExternReader(ElfObject elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
    }

    /** All externs, in order; none if the object has no BTF. */
    static List<SymbolicExtern> read(ElfObject elf, @Nullable Btf btf) throws FormatException {
        return btf == null ? List.of() : new ExternReader(elf, btf).read();
    }

    private List<SymbolicExtern> read() throws FormatException {
        indexDeclarations();
        List<SymbolicExtern> externs = new ArrayList<>();
        for (Symbol symbol : elf.symbols()) {
            if (isExtern(symbol)) {
                externs.add(extern(symbol));
            }
        }
        externs.sort(ORDER);
        return place(externs);
    }

    static boolean isExtern(Symbol symbol) {
        return symbol.isUndefined()
                && symbol.binding() != Symbol.STB_LOCAL
                && symbol.type() == Symbol.STT_NOTYPE
                && !symbol.name().isEmpty();
    }

    private void indexDeclarations() {
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) != BtfKind.DATASEC) {
                continue;
            }
            String section = btf.name(id);
            if (section.equals(KCONFIG) || section.equals(KSYMS)) {
                for (DatasecEntry entry : ((BtfType.Datasec) btf.type(id)).entries()) {
                    String name = btf.name(entry.type());
                    declared.put(name, entry.type());
                    sections.put(name, section);
                }
            }
        }
    }

    private SymbolicExtern extern(Symbol symbol) throws FormatException {
        Integer id = declared.get(symbol.name());
        if (id == null) {
            throw fail(
                    symbol,
                    "%s is not defined here: link the object that has it, or declare it __ksym or __kconfig",
                    symbol.name());
        }
        boolean kconfig = sections.getOrDefault(symbol.name(), "").equals(KCONFIG);
        BtfType declaration = btf.type(id);
        if (declaration instanceof BtfType.Func) {
            if (kconfig) {
                throw fail(symbol, "extern function %s in .kconfig, expected a variable", symbol.name());
            }
            return symbolic(symbol, id, Kind.KERNEL_FUNCTION, id);
        }
        if (!(declaration instanceof BtfType.Var variable)) {
            throw fail(
                    symbol,
                    "extern %s is a %s",
                    symbol.name(),
                    declaration.kind().label());
        }
        return kconfig ? configuration(symbol, id, variable) : variable(symbol, id, variable);
    }

    private SymbolicExtern variable(Symbol symbol, int id, BtfType.Var variable) {
        int type = btf.resolve(variable.type());
        return symbolic(symbol, id, type == 0 ? Kind.KERNEL_ADDRESS : Kind.KERNEL_VARIABLE, type);
    }

    private SymbolicExtern configuration(Symbol symbol, int id, BtfType.Var variable) throws FormatException {
        long size = btf.sizeOf(variable.type()).orElse(0);
        if (size <= 0 || size > Short.MAX_VALUE) {
            throw fail(symbol, "configuration value %s of %d bytes", symbol.name(), size);
        }
        ExternSpec spec = new ExternSpec(symbol.name(), Kind.KCONFIG, isWeak(symbol), variable.type(), (int) size, 0);
        return new SymbolicExtern(spec, symbol.index(), id, Math.max(1, btf.alignOf(variable.type())));
    }

    private static SymbolicExtern symbolic(Symbol symbol, int id, Kind kind, int typeId) {
        ExternSpec spec = new ExternSpec(symbol.name(), kind, isWeak(symbol), typeId, 0, 0);
        return new SymbolicExtern(spec, symbol.index(), id, 0);
    }

    private static boolean isWeak(Symbol symbol) {
        return symbol.binding() == Symbol.STB_WEAK;
    }

    private List<SymbolicExtern> place(List<SymbolicExtern> externs) throws FormatException {
        List<SymbolicExtern> placed = new ArrayList<>(externs.size());
        int end = 0;
        for (SymbolicExtern extern : externs) {
            if (extern.spec().kind() != Kind.KCONFIG) {
                placed.add(extern);
                continue;
            }
            int offset = (end + extern.alignment() - 1) / extern.alignment() * extern.alignment();
            placed.add(extern.at(offset));
            end = offset + extern.spec().size();
            if (end > MAX_CONFIGURATION) {
                throw new FormatException(
                        elf.name() + ":.symtab",
                        (long) extern.symbol() * SYMBOL_SIZE,
                        "configuration values of more than %d bytes".formatted(MAX_CONFIGURATION));
            }
        }
        return placed;
    }

    private FormatException fail(Symbol symbol, String format, Object... values) {
        return new FormatException(
                elf.name() + ":.symtab", (long) symbol.index() * SYMBOL_SIZE, format.formatted(values));
    }
}
