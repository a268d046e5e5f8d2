package io.github.bpfverity.loader.spec;

import java.util.List;
import java.util.Optional;

/**
 * The code of an object, as the linker takes it up.
 *
 * @param sections the sections that hold code, in the file's order
 * @param functions all functions, by section and then by place
 */
public record ObjectCode(List<CodeSection> sections, List<Function> functions) {

    /** The section of a function. */
    public CodeSection sectionOf(Function function) {
        return sections.get(function.section());
    }

    /** The functions of the section at this place in {@link #sections}, in order. */
    public List<Function> functionsIn(int place) {
        return functions.subList(firstFrom(place), firstFrom(place + 1));
    }

    /** The first of the functions that is in the section at this place or a later one. */
    private int firstFrom(int place) {
        int low = 0;
        int high = functions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (functions.get(middle).section() < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The function that a program is entered through. */
    public Function entry(ProgramSpec program) {
        return functionAt(program.sectionIndex(), program.firstInstruction())
                .orElseThrow(() -> new IllegalArgumentException("not a program of this object: " + program.name()));
    }

    /**
     * The function that begins at an instruction.
     *
     * @param elfIndex the index of its section in the file
     */
    Optional<Function> functionAt(int elfIndex, long instruction) {
        int low = 0;
        int high = functions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Function function = functions.get(middle);
            int order = Integer.compare(sectionOf(function).elfIndex(), elfIndex);
            order = order != 0 ? order : Long.compare(function.first(), instruction);
            if (order == 0) {
                return Optional.of(function);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }
}
