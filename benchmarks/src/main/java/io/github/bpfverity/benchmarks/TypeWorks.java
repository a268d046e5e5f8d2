package io.github.bpfverity.benchmarks;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.loader.Loader;
import java.io.IOException;
import java.lang.ref.Reference;

/** The kernel's types, from file to first lookup by name. */
final class TypeWorks {
    private TypeWorks() {}

    /** As a loader has them: mapped where the kernel allows it. */
    static long fileToFirstLookup() throws IOException {
        long start = System.nanoTime();
        lookUp(Loader.create().kernelBtf().vmlinux());
        return System.nanoTime() - start;
    }

    /** The bytes of heap that the types take once they have been asked. */
    static long heapKept() throws IOException {
        long before = usedHeap();
        Btf types = Loader.create().kernelBtf().vmlinux();
        lookUp(types);
        long after = usedHeap();
        Reference.reachabilityFence(types);
        return after - before;
    }

    private static void lookUp(Btf types) {
        types.find(BtfKind.STRUCT, "inode").orElseThrow();
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Reads and looks up in a JVM that has done nothing else; prints the nanoseconds. */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        lookUp(KernelBtf.system().vmlinux());
        System.out.println(System.nanoTime() - start);
    }
}
