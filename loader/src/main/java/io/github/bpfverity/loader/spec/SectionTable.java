package io.github.bpfverity.loader.spec;

/** What the name of a section says about the programs in it. */
public final class SectionTable {
    private SectionTable() {}
}
