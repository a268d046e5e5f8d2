package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BpfCommand;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.kernel.SystemCallException;
import io.github.bpfverity.loader.kernel.SystemCalls;
import io.github.bpfverity.loader.link.FakeKernel;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may do nothing but what a token allows. */
class TokensTest {
    private static final int TOKEN = 77;

    @TempDir
    Path folder;

    private final List<String> done = new ArrayList<>();
    private boolean offered = true;

    private final Kernel kernel = (Kernel) Proxy.newProxyInstance(
            Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "createToken":
                        if (!offered) {
                            throw new BpfCallException(BpfCommand.TOKEN_CREATE, Errno.EOPNOTSUPP.number());
                        }
                        return new Fd(TOKEN, fd -> done.add("token closed"));
                    case "loadBtf":
                        return allowed("types", ((BtfLoad) arguments[0]).token(), BpfCommand.BTF_LOAD);
                    case "createMap":
                        return allowed("map", ((MapCreate) arguments[0]).token(), BpfCommand.MAP_CREATE);
                    case "loadProgram":
                        return allowed("program", ((ProgLoad) arguments[0]).token(), BpfCommand.PROG_LOAD);
                    default:
                        return null;
                }
            });

    private final SystemCalls system = (SystemCalls) Proxy.newProxyInstance(
            SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "open":
                        done.add("open " + arguments[0]);
                        return new Fd(5, fd -> {});
                    case "pageSize":
                        return 4096;
                    case "liftMemlockLimit":
                        throw new SystemCallException("prlimit", Errno.EPERM.number());
                    default:
                        return null;
                }
            });

    private Fd allowed(String what, @Nullable Fd token, BpfCommand command) {
        if (token == null) {
            throw new BpfCallException(command, Errno.EPERM.number());
        }
        assertThat(token.value()).isEqualTo(TOKEN);
        done.add(what);
        return new Fd(100, fd -> {});
    }

    private static ObjectSpec object() {
        return Fixtures.spec("plain", ByteOrder.nativeOrder()).withProgram("unknown", p -> p.withAutoload(false));
    }

    @Test
    void whatIsDeniedIsTriedWithAToken() {
        Loader loader = Loader.on(kernel, system, new FakeKernel(folder));
        try (LoadedObject loaded = loader.withTokenFrom(Path.of("/run/bpf")).load(object())) {
            assertThat(loaded.programs()).isNotEmpty();
        }
        assertThat(done).contains("open /run/bpf", "program").endsWith("token closed");
    }

    @Test
    void whereThereIsNoTokenTheDenialStands() {
        offered = false;
        Loader loader = Loader.on(kernel, system, new FakeKernel(folder));
        assertThatExceptionOfType(BpfCallException.class)
                .isThrownBy(() -> loader.load(object()))
                .satisfies(e -> assertThat(e.is(Errno.EPERM)).isTrue());
        assertThat(done).containsExactly("open /sys/fs/bpf");
    }
}
