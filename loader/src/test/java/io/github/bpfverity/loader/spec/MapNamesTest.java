package io.github.bpfverity.loader.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapNamesTest {
    @ParameterizedTest
    @CsvSource({
        "my_object_name.bpf.o, .rodata, my_objec.rodata",
        "my_object_name.bpf.o, .bss, my_objec.bss",
        "my_object_name.bpf.o, .kconfig, my_obje.kconfig",
        "my_object_name.bpf.o, .rodata.abracadabra, .rodata.abracadabra",
        "my_object_name.bpf.o, .data.x, .data.x",
        "my_object_name.bpf.o, .data.x/y, .data.x_y",
        "a.o, .data, a.data",
        "dir/some-thing.o, .data, some_thi.data",
    })
    void areThoseThatToolsKnow(String file, String section, String expected) {
        assertThat(MapNames.ofSection(MapNames.objectName(file), section)).isEqualTo(expected);
    }
}
