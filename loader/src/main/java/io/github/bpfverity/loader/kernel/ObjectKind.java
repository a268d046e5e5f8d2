package io.github.bpfverity.loader.kernel;

/** What has ids in the kernel. */
public enum ObjectKind {
    /** Programs. */
    PROGRAM(BpfCommand.PROG_GET_FD_BY_ID, BpfCommand.PROG_GET_NEXT_ID),
    /** Maps. */
    MAP(BpfCommand.MAP_GET_FD_BY_ID, BpfCommand.MAP_GET_NEXT_ID),
    /** Type information. */
    BTF(BpfCommand.BTF_GET_FD_BY_ID, BpfCommand.BTF_GET_NEXT_ID),
    /** Links. */
    LINK(BpfCommand.LINK_GET_FD_BY_ID, BpfCommand.LINK_GET_NEXT_ID);

    private final BpfCommand open;
    private final BpfCommand next;

    ObjectKind(BpfCommand open, BpfCommand next) {
        this.open = open;
        this.next = next;
    }

    BpfCommand open() {
        return open;
    }

    BpfCommand next() {
        return next;
    }
}
