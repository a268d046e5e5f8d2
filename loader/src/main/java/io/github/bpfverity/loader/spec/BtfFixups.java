package io.github.bpfverity.loader.spec;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.DatasecEntry;
import io.github.bpfverity.btf.Param;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.elf.Section;
import io.github.bpfverity.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Completes an object's BTF so that the kernel takes it.
 *
 * <p>A compiler leaves the sizes of data sections and the places of their variables to be filled in from the ELF
 * file. The kernel knows nothing of externs: they become ordinary variables, functions in {@code .ksyms} a
 * stand-in. Hidden functions become static, which has the verifier follow them from their callers.
 */
final class BtfFixups {
    private static final String STAND_IN = "dummy_ksym";
    private static final int INT_SIZE = 4;
    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_.]");

    private final ElfObject elf;
    private final Btf btf;
    private final BtfBuilder fixed;
    private final Map<String, SymbolicExtern> externs = new HashMap<>();
    private final Map<String, Symbol> globals = new HashMap<>();
    /** Prototypes whose parameters have names by now. */
    private final Set<Integer> named = new HashSet<>();

    private BtfFixups(ElfObject elf, Btf btf, List<SymbolicExtern> externs) {
        this.elf = elf;
        this.btf = btf;
        this.fixed = BtfBuilder.copyOf(btf);
        for (SymbolicExtern extern : externs) {
            this.externs.put(extern.spec().name(), extern);
        }
        for (Symbol symbol : elf.symbols()) {
            if (symbol.type() == Symbol.STT_OBJECT && symbol.binding() != Symbol.STB_LOCAL) {
                globals.put(symbol.name(), symbol);
            }
        }
    }

    /** The types, complete, at the ids they had. */
    static Btf apply(ElfObject elf, Btf btf, List<SymbolicExtern> externs, List<Function> functions)
            throws FormatException {
        BtfFixups fixups = new BtfFixups(elf, btf, externs);
        fixups.fixSections();
        fixups.hideFunctions(functions);
        return fixups.fixed.build(btf.order(), btf.place());
    }

    private void fixSections() throws FormatException {
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) != BtfKind.DATASEC) {
                continue;
            }
            BtfType.Datasec section = (BtfType.Datasec) btf.type(id);
            switch (section.name()) {
                case ExternReader.KCONFIG -> fixed.set(id, configuration(section));
                case ExternReader.KSYMS -> fixed.set(id, kernelSymbols(section));
                default -> fixed.set(id, data(section));
            }
        }
    }

    private BtfType.Datasec configuration(BtfType.Datasec section) {
        List<DatasecEntry> entries = new ArrayList<>();
        long size = 0;
        for (DatasecEntry entry : section.entries()) {
            SymbolicExtern extern = externs.get(btf.name(entry.type()));
            if (btf.type(entry.type()) instanceof BtfType.Var variable) {
                fixed.set(entry.type(), global(variable, variable.type()));
            }
            if (extern != null) {
                ExternSpec spec = extern.spec();
                entries.add(new DatasecEntry(entry.type(), spec.offset(), spec.size()));
                size = Math.max(size, spec.offset() + spec.size());
            }
        }
        return sorted(section.name(), size, entries);
    }

    /** Gives every kernel symbol the room of one int, and functions one variable to stand for them. */
    private BtfType.Datasec kernelSymbols(BtfType.Datasec section) {
        int intType = intType();
        int standIn = 0;
        List<DatasecEntry> entries = new ArrayList<>();
        for (DatasecEntry entry : section.entries()) {
            long offset = (long) entries.size() * INT_SIZE;
            BtfType declaration = btf.type(entry.type());
            if (declaration instanceof BtfType.Func function) {
                standIn = standIn == 0 ? fixed.add(new BtfType.Var(STAND_IN, intType, BtfType.Var.GLOBAL)) : standIn;
                nameParameters(function.type());
                fixed.set(entry.type(), new BtfType.Func(function.name(), function.type(), BtfType.Func.GLOBAL));
                entries.add(new DatasecEntry(standIn, offset, INT_SIZE));
            } else if (declaration instanceof BtfType.Var variable) {
                fixed.set(entry.type(), global(variable, intType));
                entries.add(new DatasecEntry(entry.type(), offset, INT_SIZE));
            }
        }
        return new BtfType.Datasec(section.name(), (long) entries.size() * INT_SIZE, entries);
    }

    /** The kernel wants every parameter of a function to have a name. */
    private void nameParameters(int prototype) {
        if (named.add(prototype) && fixed.type(prototype) instanceof BtfType.FuncProto proto) {
            List<Param> params = new ArrayList<>();
            for (Param param : proto.params()) {
                boolean nameless = param.type() != 0 && param.name().isEmpty();
                params.add(nameless ? new Param(STAND_IN, param.type()) : param);
            }
            fixed.set(prototype, new BtfType.FuncProto(proto.returns(), params));
        }
    }

    private int intType() {
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.Int integer && integer.size() == INT_SIZE && integer.bits() == 32) {
                return id;
            }
        }
        return fixed.add(new BtfType.Int("int", INT_SIZE, BtfType.Int.SIGNED, 0, 32));
    }

    private BtfType.Datasec data(BtfType.Datasec section) throws FormatException {
        boolean incomplete = section.size() == 0;
        long size = incomplete ? sizeInFile(section) : section.size();
        List<DatasecEntry> entries = new ArrayList<>();
        for (DatasecEntry entry : section.entries()) {
            entries.add(place(section, entry, incomplete));
        }
        return sorted(kernelName(section.name()), size, entries);
    }

    /**
     * A data section's name as every kernel takes it: 6.1, for one, refuses all types for one name with more in it
     * than letters, digits, dots and underscores, as {@code ?.struct_ops} and {@code maps/NAME} have.
     */
    static String kernelName(String section) {
        return UNUSUAL.matcher(section).replaceAll("_");
    }

    private DatasecEntry place(BtfType.Datasec section, DatasecEntry entry, boolean incomplete) throws FormatException {
        if (!(btf.type(entry.type()) instanceof BtfType.Var variable)) {
            throw fail("section %s holds type %d, which is not a variable", section.name(), entry.type());
        }
        if (variable.linkage() != BtfType.Var.GLOBAL) {
            return entry;
        }
        Symbol symbol = globals.get(variable.name());
        if (symbol == null) {
            throw fail("variable %s of section %s has no symbol", variable.name(), section.name());
        }
        if (symbol.visibility() == Symbol.STV_HIDDEN || symbol.visibility() == Symbol.STV_INTERNAL) {
            fixed.set(entry.type(), new BtfType.Var(variable.name(), variable.type(), BtfType.Var.STATIC));
        }
        return incomplete ? new DatasecEntry(entry.type(), symbol.value(), entry.size()) : entry;
    }

    private long sizeInFile(BtfType.Datasec section) throws FormatException {
        long size = elf.section(section.name()).map(Section::size).orElse(0L);
        if (size == 0) {
            throw fail("section %s has types but no bytes", section.name());
        }
        return size;
    }

    private void hideFunctions(List<Function> functions) {
        Set<String> hidden = new HashSet<>();
        for (Function function : functions) {
            if (function.hidden()) {
                hidden.add(function.name());
            }
        }
        for (int id = 1; !hidden.isEmpty() && id < btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.Func function && hidden.contains(function.name())) {
                fixed.set(id, new BtfType.Func(function.name(), function.type(), BtfType.Func.STATIC));
            }
        }
    }

    private static BtfType.Var global(BtfType.Var variable, int type) {
        return new BtfType.Var(variable.name(), type, BtfType.Var.GLOBAL);
    }

    private static BtfType.Datasec sorted(String name, long size, List<DatasecEntry> entries) {
        entries.sort(Comparator.comparingLong(DatasecEntry::offset));
        return new BtfType.Datasec(name, size, entries);
    }

    private FormatException fail(String format, Object... values) {
        return new FormatException(btf.place(), 0, format.formatted(values));
    }
}
