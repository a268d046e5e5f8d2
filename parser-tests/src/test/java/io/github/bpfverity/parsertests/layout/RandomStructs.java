package io.github.bpfverity.parsertests.layout;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.List;
import org.quicktheories.core.Gen;

/** C structs, each described by a list of numbers: one for each member. Later ones may contain earlier ones. */
final class RandomStructs {
    private static final int STRUCTS = 60;
    private static final int MOST_MEMBERS = 9;
    private static final List<String> SCALARS = List.of(
            "char %s",
            "signed char %s",
            "short %s",
            "unsigned int %s",
            "long %s",
            "_Bool %s",
            "void *%s",
            "enum small %s",
            "enum large %s",
            "int (*%s)(void)");

    private RandomStructs() {}

    /**
     * One struct.
     *
     * @param keyword {@code struct} or {@code union}
     * @param members their declarations
     * @param named the members that are no bitfields, whose offsets can be asked for
     */
    record Struct(String name, String keyword, boolean packed, List<String> members, List<String> named) {
        String declaration() {
            return keyword + " " + name + " { " + String.join("; ", members) + "; }"
                    + (packed ? " __attribute__((packed))" : "") + ";";
        }

        String type() {
            return keyword + " " + name;
        }
    }

    static Gen<List<Struct>> batches() {
        return lists().of(lists().of(integers().between(0, 100_000)).ofSizeBetween(2, MOST_MEMBERS))
                .ofSize(STRUCTS)
                .map(RandomStructs::structs);
    }

    private static List<Struct> structs(List<List<Integer>> numbers) {
        List<Struct> structs = new ArrayList<>();
        for (List<Integer> members : numbers) {
            structs.add(struct(structs, members));
        }
        return structs;
    }

    private static Struct struct(List<Struct> before, List<Integer> numbers) {
        int kind = numbers.get(0);
        List<String> members = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (int number : numbers.subList(1, numbers.size())) {
            String name = "m" + members.size();
            boolean bitfield = number % 8 == 0;
            members.add(bitfield ? bitfield(name, number / 8) : member(before, name, number));
            if (!bitfield) {
                named.add(name);
            }
        }
        String keyword = kind % 7 == 0 ? "union" : "struct";
        return new Struct("s" + before.size(), keyword, kind % 5 == 0, members, named);
    }

    private static String bitfield(String name, int number) {
        return number % 3 == 0
                ? "unsigned long " + name + " : " + (1 + number % 61)
                : "int " + name + " : " + (1 + number % 31);
    }

    private static String member(List<Struct> before, String name, int number) {
        int rest = number / 8;
        switch (number % 8) {
            case 1, 2:
                if (!before.isEmpty()) {
                    return before.get(rest % before.size()).type() + " " + name;
                }
                return "char " + name;
            case 3:
                return SCALARS.get(rest % 5).formatted(name + "[" + rest % 5 + "]");
            case 4:
                return "union { int i; long l[" + (1 + rest % 3) + "]; } " + name;
            default:
                return SCALARS.get(rest % SCALARS.size()).formatted(name);
        }
    }
}
