package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.gate.Scope;
import io.github.bpfverity.loader.BpfException;
import io.github.bpfverity.loader.Loader;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.SystemCalls;
import java.nio.file.Path;
import java.util.List;

/** {@link Gate}s in the kernel of this machine. */
public final class LoadedGates implements Gate.Factory {
    private final Loader loader;
    private final SystemCalls calls;

    /** Loads with {@code loader}. */
    public LoadedGates(Loader loader, SystemCalls calls) {
        this.loader = loader;
        this.calls = calls;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where the kernel does not take the programs that follow processes, scope exe goes without them.
     */
    @Override
    public Gate load(GateSettings settings) {
        try {
            return loadHidden(settings);
        } catch (BpfException e) {
            if (settings.scope() == Scope.PROCESS) {
                throw GateLoading.scopeUnavailable(e);
            }
            if (settings.stay() != Stay.WITH_KEEPER) {
                throw GateLoading.pinningUnavailable(e);
            }
            GateLoading loading = new GateLoading(loader, settings);
            return new LoadedGate(loader, calls, loading.loadHook(), settings, List.of(), Hiding.NONE);
        }
    }

    /** A gate that audits denies nothing, and so has nothing to hide. */
    private Gate loadHidden(GateSettings settings) {
        GateLoading loading = new GateLoading(loader, settings);
        Hiding hiding = settings.audit() ? Hiding.NONE : Hiding.begin(loader);
        try {
            return new LoadedGate(loader, calls, loading.loadWhole(), settings, loading.companions(), hiding);
        } catch (RuntimeException e) {
            hiding.close();
            throw e;
        }
    }

    @Override
    public Gate takeOver(Path folder, Fd control) {
        return new Takeover(loader, calls, folder).by(control);
    }
}
