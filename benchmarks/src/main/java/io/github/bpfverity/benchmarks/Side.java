package io.github.bpfverity.benchmarks;

import java.util.List;

/** Whose time it is. */
enum Side {
    OURS("ours"),
    LIBBPF("libbpf"),
    CILIUM("cilium/ebpf"),
    C("C");

    static final List<Side> PEERS = List.of(LIBBPF, CILIUM, C);

    private final String label;

    Side(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
