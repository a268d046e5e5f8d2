package io.github.bpfverity.loader.spec;

/**
 * Names of the maps that hold data sections, as libbpf forms them, so that tools find them under the names they
 * know: {@code my_objec.rodata} for {@code .rodata} of {@code my_object_name.bpf.o}. A section with a name of its own,
 * such as {@code .rodata.limits}, gives its map all of it, as another may begin the same; the kernel shows the
 * first 15 characters.
 */
final class MapNames {
    /** {@code BPF_OBJ_NAME_LEN} less its NUL. */
    static final int MAX_LENGTH = 15;

    /** The room that a section's name is given, even if it is shorter. */
    private static final int SUFFIX_LENGTH = 7;

    private MapNames() {}

    /** The name of an object: its file's, up to the first dot, 15 characters at most. */
    static String objectName(String fileName) {
        String base = fileName.substring(fileName.lastIndexOf('/') + 1);
        base = base.substring(0, Math.min(base.length(), MAX_LENGTH));
        int dot = base.indexOf('.');
        return dot < 0 ? base : base.substring(0, dot);
    }

    /** The name of the map for a section. */
    static String ofSection(String object, String section) {
        boolean custom = section.indexOf('.', 1) > 0;
        String name = custom ? section : prefixed(object, section);
        StringBuilder clean = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                clean.setCharAt(i, '_');
            }
        }
        return clean.toString();
    }

    private static String prefixed(String object, String section) {
        int suffix = Math.min(Math.max(SUFFIX_LENGTH, section.length()), MAX_LENGTH);
        int prefix = Math.min(MAX_LENGTH - suffix, object.length());
        return object.substring(0, prefix) + section.substring(0, Math.min(section.length(), suffix));
    }

    private static boolean isAllowed(char c) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        return letter || c >= '0' && c <= '9' || c == '_' || c == '.';
    }
}
