package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.gate.GuardObject;
import io.github.bpfverity.loader.Link;
import io.github.bpfverity.loader.LoadedObject;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.VerifierException;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.spec.ObjectSpec;
import org.jspecify.annotations.Nullable;

/**
 * What keeps everybody from the gate's maps, programs and links until the gate does so itself: nobody gets any by its
 * id meanwhile. Without it, whoever is quick could change the list before the gate is attached.
 */
final class Hiding implements AutoCloseable {
    /** Hides nothing. */
    static final Hiding NONE = new Hiding(null);

    private @Nullable Link link;

    private Hiding(@Nullable Link link) {
        this.link = link;
    }

    /** From now on, until this is closed. */
    static Hiding begin(Loader loader) {
        try (LoadedObject object = loader.load(spec())) {
            return new Hiding(object.program(GuardObject.HIDE).attach()); // which keeps the program
        } catch (VerifierException e) {
            throw e;
        } catch (BpfCallException e) {
            throw GateLoading.explained(e);
        }
    }

    private static ObjectSpec spec() {
        try {
            return ObjectSpec.parse(
                    GuardObject.hidingFileName(LoadedGate.ORDER), GuardObject.hidingBytes(LoadedGate.ORDER));
        } catch (FormatException e) {
            throw new IllegalStateException("the gate's own object is broken", e);
        }
    }

    /** Any number of times. */
    @Override
    public void close() {
        Link ended = link;
        link = null;
        if (ended != null) {
            ended.close();
        }
    }
}
