package io.github.bpfverity.benchmarks;

import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.nio.file.Path;

/** Reading objects and loading them. */
final class LoadWorks {
    /** For the kernel to free 200 programs. */
    private static final long PAUSE_MILLIS = 200;

    private final Path directory;
    private final Loader loader = Loader.create();

    LoadWorks(Path directory) {
        this.directory = directory;
    }

    /** Read, load and close a small object, the kernel's types being known. */
    long core() throws IOException {
        return readLoadAndClose(loader);
    }

    /** The same, the kernel's types being read too. */
    long coreAnew() throws IOException {
        return readLoadAndClose(Loader.create());
    }

    private long readLoadAndClose(Loader with) throws IOException {
        long start = System.nanoTime();
        with.load(read("core")).close();
        return System.nanoTime() - start;
    }

    /** Read and load 200 programs with ten relocations each. */
    long many() throws IOException, InterruptedException {
        long start = System.nanoTime();
        LoadedObject object = loader.load(read("many"));
        long end = System.nanoTime();
        object.close();
        Thread.sleep(PAUSE_MILLIS);
        return end - start;
    }

    private ObjectSpec read(String name) throws IOException {
        return ObjectSpec.read(directory.resolve(name + ".bpf.el.o"));
    }
}
