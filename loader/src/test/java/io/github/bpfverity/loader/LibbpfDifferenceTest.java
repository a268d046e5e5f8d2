package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.loader.LibbpfPeer.Loaded;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever libbpf loads on a kernel, this loader loads, and the kernel sees the same programs: the tag is a hash of
 * the instructions that were loaded, the size is that of what the verifier made of them.
 *
 * <p>Loads into the kernel of this machine, and so only when asked for: {@code mvn -pl loader -am test -Dgroups=libbpf
 * -Dexcluded.groups=kernel}.
 */
@Tag("libbpf")
class LibbpfDifferenceTest {
    private static LibbpfPeer peer;

    @BeforeAll
    static void assumePeer() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the objects are little-endian");
        ThisKernel.assumeUsable();
        peer = LibbpfPeer.assumeBuilt();
    }

    /** One small object for each feature, and those of Debian packages where they could be had. */
    static Stream<Path> objects() throws IOException {
        return Stream.concat(in("/features", ".el.o"), in("/packages", ""));
    }

    private static Stream<Path> in(String folder, String ending) throws IOException {
        URL url = LibbpfDifferenceTest.class.getResource(folder);
        if (url == null) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(Path.of(url.getPath()))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void whatLibbpfLoadsIsLoadedTheSame(Path object) throws Exception {
        Map<String, Loaded> expected = peer.load(object);
        assumeTrue(expected != null, "libbpf does not load it here either");
        assertThat(load(object)).isEqualTo(expected);
    }

    @Test
    void thereIsSomethingToCompare() throws Exception {
        int loaded = 0;
        for (Path object : objects().toList()) {
            loaded += peer.load(object) == null ? 0 : 1;
        }
        assertThat(loaded).isGreaterThan(20);
    }

    private static Map<String, Loaded> load(Path object) throws IOException {
        Map<String, Loaded> programs = new LinkedHashMap<>();
        try (LoadedObject loaded = Loader.create().load(ObjectSpec.read(object))) {
            for (Program program : loaded.programs()) {
                ProgramInfo info = program.info();
                programs.put(program.name(), new Loaded(info.tag(), info.xlatedBytes()));
            }
        }
        return programs;
    }
}
