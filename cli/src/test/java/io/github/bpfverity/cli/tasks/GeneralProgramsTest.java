package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralProgramsTest {
    @ParameterizedTest
    @ValueSource(strings = {"python", "python3", "python3.11", "perl5.36.0", "lua5.4", "bash", "busybox", "Rscript"})
    void interpretersAreKnownWithAndWithoutVersions(String name) {
        assertThat(GeneralPrograms.warning(Path.of("/nowhere", name)))
                .hasValueSatisfying(words -> assertThat(words).startsWith("is an interpreter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "node", "nodejs", "node-20", "dotnet"})
    void programsThatMakeTheirCodeAreSentToRun(String name) {
        assertThat(GeneralPrograms.warning(Path.of("/nowhere", name)).orElseThrow())
                .contains("with 'run'")
                .contains("scope process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gdb", "bpftool", "ld-linux-x86-64.so.2", "ld.so", "ld-2.36.so", "ld-musl-x86_64.so.1"})
    void generalToolsAreKnown(String name) {
        assertThat(GeneralPrograms.warning(Path.of("/nowhere", name)).orElseThrow())
                .startsWith("is a general-purpose tool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "pythonista", "shutdown", "mybash", "javac", "libnode.so", "bpf-agent", "python-x"})
    void othersAreNot(String name) {
        assertThat(GeneralPrograms.warning(Path.of("/nowhere", name))).isEmpty();
    }
}
