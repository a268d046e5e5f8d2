package io.github.bpfverity.loader.spec;

import java.util.ArrayList;
import java.util.List;

/** Makes programs of the global functions outside {@code .text}; all other functions are for these to call. */
final class ProgramReader {
    /** The section of functions for others to call. */
    static final String SUBPROGRAMS = ".text";

    private ProgramReader() {}

    static List<ProgramSpec> read(ObjectCode code) {
        List<ProgramSpec> programs = new ArrayList<>();
        for (Function function : code.functions()) {
            CodeSection section = code.sectionOf(function);
            if (function.global() && !section.name().equals(SUBPROGRAMS)) {
                programs.add(program(function, section));
            }
        }
        return List.copyOf(programs);
    }

    private static ProgramSpec program(Function function, CodeSection section) {
        boolean optional = section.name().startsWith("?");
        String name = optional ? section.name().substring(1) : section.name();
        SectionRule rule = SectionTable.find(name).orElseGet(() -> SectionRule.unknown(name));
        return new ProgramSpec(
                function.name(),
                section.name(),
                rule.prefix(),
                rule.target(name),
                rule.type(),
                rule.attachType(),
                rule.attachTypeOptional(),
                rule.flags(),
                rule.attachBtf(),
                !optional,
                section.elfIndex(),
                function.first(),
                function.count());
    }
}
