package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.bpfverity.loader.LibbpfPeer.Loaded;
import io.github.bpfverity.loader.kernel.ProgramInfo;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever libbpf loads on a kernel, this loader loads, and the kernel sees the same programs: the tag is a hash of
 * the instructions that were loaded, the size is that of what the verifier made of them.
 */
@Tag("kernel")
class LibbpfDifferenceTest {
    /** What libbpf loads of each folder on every kernel of the tests, and a little less. */
    private static final int LEAST_FEATURES = 20;

    private static final int LEAST_PACKAGED = 15;

    /** One small object for each feature, and those of Debian packages. */
    private static List<Path> objects() throws IOException, URISyntaxException {
        List<Path> objects = new ArrayList<>(in("/features", ".el.o"));
        objects.addAll(in("/packages", ""));
        return objects;
    }

    private static List<Path> in(String folder, String ending) throws IOException, URISyntaxException {
        URL url = LibbpfDifferenceTest.class.getResource(folder);
        if (url == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /**
     * What an object's programs are by the first libbpf that loads it: by the release's, or, where it is too old for
     * the object, by its backports'. The two differ in how a call of a missing kernel function is made to fail.
     */
    private record Expected(String peer, Map<String, Loaded> programs) {}

    private static @Nullable Map<Path, Expected> expected;

    private static synchronized Map<Path, Expected> expected() throws Exception {
        if (expected == null) {
            ThisKernel.assumeUsable();
            Map<Path, Expected> all = new TreeMap<>();
            for (LibbpfPeer peer : LibbpfPeer.built()) {
                peer.load(objects())
                        .forEach(
                                (object, programs) -> all.putIfAbsent(object, new Expected(peer.toString(), programs)));
            }
            expected = all;
        }
        return expected;
    }

    static Stream<Arguments> loadedByLibbpf() throws Exception {
        return expected().entrySet().stream()
                .map(entry -> arguments(
                        entry.getKey(),
                        entry.getValue().peer(),
                        entry.getValue().programs()));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("loadedByLibbpf")
    void whatLibbpfLoadsIsLoadedTheSame(Path object, String peer, Map<String, Loaded> programs) throws Exception {
        assertThat(load(object)).as("as by " + peer).isEqualTo(programs);
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

    /** Nothing compared is nothing found: a peer that was not built or loads nothing is a failure. */
    @Test
    void thereIsSomethingToCompare() throws Exception {
        assertThat(LibbpfPeer.built())
                .as("peers: gcc and libbpf-dev build them")
                .isNotEmpty();
        List<String> loaded = expected().keySet().stream().map(Path::toString).toList();
        assertThat(loaded).filteredOn(object -> object.contains("/features/")).hasSizeGreaterThan(LEAST_FEATURES);
        assertThat(loaded).filteredOn(object -> object.contains("/packages/")).hasSizeGreaterThan(LEAST_PACKAGED);
    }
}
