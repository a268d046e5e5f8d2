package io.github.bpfverity.loader.spec;

import java.util.ArrayList;
import java.util.List;

/** Makes programs of the global functions outside {@code .text}; all other functions are for these to call. */
final class ProgramReader {
    /** The section of functions for others to call. */
    static final String SUBPROGRAMS = ".text";

    private ProgramReader() {}

    /** What a section's name says of all programs in it. */
    private record Meaning(SectionRule rule, String target, boolean optional) {
        static Meaning of(String section) {
            boolean optional = section.startsWith("?");
            String name = optional ? section.substring(1) : section;
            SectionRule rule = SectionTable.find(name).orElseGet(() -> SectionRule.unknown(name));
            return new Meaning(rule, rule.target(name), optional);
        }
    }

    static List<ProgramSpec> read(ObjectCode code) {
        List<ProgramSpec> programs = new ArrayList<>();
        for (int place = 0; place < code.sections().size(); place++) {
            CodeSection section = code.sections().get(place);
            if (!section.name().equals(SUBPROGRAMS)) {
                Meaning meaning = Meaning.of(section.name());
                for (Function function : code.functionsIn(place)) {
                    if (function.global()) {
                        programs.add(program(function, section, meaning));
                    }
                }
            }
        }
        return List.copyOf(programs);
    }

    private static ProgramSpec program(Function function, CodeSection section, Meaning meaning) {
        SectionRule rule = meaning.rule();
        return new ProgramSpec(
                function.name(),
                section.name(),
                rule.prefix(),
                meaning.target(),
                rule.type(),
                rule.attachType(),
                rule.attachTypeOptional(),
                rule.flags(),
                rule.attachBtf(),
                !meaning.optional(),
                section.elfIndex(),
                function.first(),
                function.count());
    }
}
