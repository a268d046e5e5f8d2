package io.github.bpfverity.btf;

/**
 * Names without their flavour. A type that a program declares as {@code task_struct___old} stands for the
 * kernel's {@code task_struct}, so that a program can describe several versions of it.
 */
public final class EssentialName {
    private static final String SEPARATOR = "___";

    private EssentialName() {}

    /** The name up to its last {@code ___} that has another character on each side. */
    public static String of(String name) {
        for (int at = name.lastIndexOf(SEPARATOR); at > 0; at = name.lastIndexOf(SEPARATOR, at - 1)) {
            int after = at + SEPARATOR.length();
            if (name.charAt(at - 1) != '_' && after < name.length() && name.charAt(after) != '_') {
                return name.substring(0, at);
            }
        }
        return name;
    }

    /** True if two names differ at most by a flavour. */
    public static boolean same(String one, String other) {
        return of(one).equals(of(other));
    }
}
