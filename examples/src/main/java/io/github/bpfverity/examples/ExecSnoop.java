package io.github.bpfverity.examples;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.Codec;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.ringbuf.RingBuffer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * Prints every program that is executed on this machine: who executes it, and from which process.
 *
 * <p>The BPF side is {@code src/main/bpf/execsnoop.bpf.c}: a program on the tracepoint {@code sched_process_exec}
 * that sends one record per execution through the ring buffer {@code events}.
 */
public final class ExecSnoop {
    private ExecSnoop() {}

    /** {@code struct executed} of the BPF source. */
    private record Executed(int pid, int parent, int uid, String file) {
        private static final Codec<String> FILE = Codec.text(128);

        static final Codec<Executed> CODEC = Codec.reading(
                3 * Integer.BYTES + FILE.size(),
                from -> new Executed(from.getInt(), from.getInt(), from.getInt(), FILE.decode(from)));
    }

    public static void main(String[] arguments) throws IOException, FormatException {
        try (LoadedObject object = Loader.create().load(BundledObject.read("execsnoop"));
                RingBuffer events = RingBuffer.open(object.map("events"))) {
            object.attachAll();
            System.out.println("Printing what is executed, ctrl-c to exit...");
            for (ByteBuf record : events.records()) {
                Executed program = Executed.CODEC.read(record);
                System.out.printf(
                        "uid %d, process %d of %d: %s%n", program.uid, program.pid, program.parent, program.file);
            }
        } catch (BpfException refused) {
            System.err.println("execsnoop: " + refused.getMessage());
            System.exit(1);
        }
    }
}
