package io.github.bpfverity.loader.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bpfverity.loader.insn.Insn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class LinuxKernelTest {
    private static final int HASH = 1;
    private static final int ARRAY = 2;
    private static final int SOCKET_FILTER = 1;
    private static final long[] RETURN_7 = {Insn.of(0xb7, 0, 0, 0, 7), Insn.of(0x95, 0, 0, 0, 0)};
    private static final long[] READ_R5 = {Insn.of(0xbf, 0, 5, 0, 0), Insn.of(0x95, 0, 0, 0, 0)};

    private LinuxKernel kernel;

    @BeforeEach
    void requireBpf() {
        kernel = ThisKernel.assumeUsable();
    }

    @Test
    void anElementPutIsFoundAndDeletedOnce() {
        try (Fd map = kernel.createMap(MapCreate.of(HASH, 4, 8, 4, 0, "elements"))) {
            ByteBuf key = ThisKernel.buffer(4).writeIntLE(3);
            ByteBuf value = ThisKernel.buffer(8).writeLongLE(42);
            ByteBuf found = ThisKernel.buffer(8).writeLongLE(0);
            kernel.update(new MapElement(map, key, value, 0));
            assertThat(kernel.lookup(new MapElement(map, key, found, 0))).isTrue();
            assertThat(found.getLongLE(0)).isEqualTo(42);
            assertThat(kernel.delete(new MapElement(map, key, null, 0))).isTrue();
            assertThat(kernel.delete(new MapElement(map, key, null, 0))).isFalse();
            assertThat(kernel.lookup(new MapElement(map, key, found, 0))).isFalse();
        }
    }

    @Test
    void keysAreWalkedToTheEnd() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 3, 0, "keys"))) {
            ByteBuf key = ThisKernel.buffer(4).writeIntLE(0);
            int count = 0;
            boolean more = kernel.nextKey(new MapElement(map, null, key, 0));
            while (more) {
                assertThat(key.getIntLE(0)).isEqualTo(count);
                count++;
                more = kernel.nextKey(new MapElement(map, key, key, 0));
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void theKernelTellsWhatItWasGiven() {
        try (Fd map = kernel.createMap(MapCreate.of(HASH, 12, 20, 7, 1, "shape of a map, cut"))) {
            MapInfo info = MapInfo.of(kernel, map);
            assertThat(info.type()).isEqualTo(HASH);
            assertThat(info.keySize()).isEqualTo(12);
            assertThat(info.valueSize()).isEqualTo(20);
            assertThat(info.maxEntries()).isEqualTo(7);
            assertThat(info.flags()).isEqualTo(1);
            assertThat(info.name()).isEqualTo("shape_of_a_map_");
            try (Fd again = kernel.openById(ObjectKind.MAP, info.id())) {
                assertThat(MapInfo.of(kernel, again)).isEqualTo(info);
            }
        }
    }

    @Test
    void idsAscendAndEnd() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "ids"))) {
            int id = MapInfo.of(kernel, map).id();
            assertThat(kernel.nextId(ObjectKind.MAP, id - 1)).hasValue(id);
            assertThat(kernel.nextId(ObjectKind.MAP, Integer.MAX_VALUE - 1)).isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void aProgramRunsAndIsDescribed() {
        try (Fd program = kernel.loadProgram(ProgLoad.of(SOCKET_FILTER, 0, "seven", RETURN_7, "GPL"))) {
            ByteBuf packet = ThisKernel.buffer(64).writeZero(64);
            var result = kernel.testRun(new ProgTestRun(program, packet, null, null, null, 1, 0, 0, 0));
            assertThat(result.returnValue()).isEqualTo(7);
            ProgramInfo info = ProgramInfo.of(kernel, program);
            assertThat(info.type()).isEqualTo(SOCKET_FILTER);
            assertThat(info.name()).isEqualTo("seven");
            assertThat(info.xlatedBytes()).isEqualTo(16);
            assertThat(info.tag()).hasSize(16).isNotEqualTo("0000000000000000");
            assertThat(info.gplCompatible()).isTrue();
            assertThat(info.mapIds()).isEmpty();
        }
    }

    @Test
    void aProgramTellsItsMaps() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "used"))) {
            long[] code = {
                Insn.of(0x18, 1, Insn.PSEUDO_MAP_FD, 0, map.value()), 0, RETURN_7[0], RETURN_7[1],
            };
            try (Fd program = kernel.loadProgram(ProgLoad.of(SOCKET_FILTER, 0, "uses_map", code, "GPL"))) {
                assertThat(ProgramInfo.of(kernel, program).mapIds())
                        .containsExactly(MapInfo.of(kernel, map).id());
            }
        }
    }

    @Test
    void theVerifiersLogIsKept() {
        try (Log log = new Log(Log.LEVEL_FAILING_PATH, 4096)) {
            ProgLoad request =
                    ProgLoad.of(SOCKET_FILTER, 0, "bad", READ_R5, "GPL").withLog(log);
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> kernel.loadProgram(request))
                    .satisfies(e -> assertThat(e.command()).isEqualTo(BpfCommand.PROG_LOAD))
                    .satisfies(e -> assertThat(e.is(Errno.EACCES)).isTrue());
            assertThat(log.text()).contains("R5 !read_ok");
        }
    }

    @Test
    void errnoSurvivesCompiledStubs() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "errno"))) {
            ByteBuf key = ThisKernel.buffer(4).writeIntLE(9);
            for (int i = 0; i < 50_000; i++) {
                assertThat(kernel.lookup(new MapElement(map, key, key, 0))).isFalse();
            }
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> kernel.update(new MapElement(map, key, key, 0)))
                    .satisfies(e -> assertThat(e.is(Errno.E2BIG)).isTrue());
        }
    }

    @Test
    void descriptorsAreClosed() throws Exception {
        int before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "closed")).close();
        }
        assertThat(openDescriptors()).isLessThan(before + 20); // the JVM opens one now and then
    }

    private static int openDescriptors() throws Exception {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        }
    }

    @Test
    void aHeapBufferIsRefusedBeforeTheKernelSeesIt() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "heap"))) {
            ByteBuf heap = Unpooled.buffer(4).writeIntLE(0);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> kernel.lookup(new MapElement(map, heap, heap, 0)));
        }
    }

    @Test
    void aClosedDescriptorIsNotUsed() {
        Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 4, 1, 0, "closed"));
        map.close();
        map.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> kernel.freeze(map));
    }

    @Test
    void batchesGoThereAndBack() {
        try (Fd map = kernel.createMap(MapCreate.of(ARRAY, 4, 8, 4, 0, "batch"))) {
            ByteBuf keys = ThisKernel.buffer(16);
            ByteBuf values = ThisKernel.buffer(32);
            for (int i = 0; i < 4; i++) {
                keys.writeIntLE(i);
                values.writeLongLE(100 + i);
            }
            var put = kernel.updateBatch(new MapBatch(map, null, null, keys, values, 4, 0));
            assertThat(put.count()).isEqualTo(4);
            ByteBuf next = ThisKernel.buffer(4).writeIntLE(0);
            values.setZero(0, 32);
            var got = kernel.lookupBatch(new MapBatch(map, null, next, keys, values, 4, 0));
            assertThat(got.count()).isEqualTo(4);
            assertThat(values.getLongLE(24)).isEqualTo(103);
        }
    }

    @Test
    void unameAndPidAreThisProcesss() {
        assertThat(kernel.processId()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(kernel.systemName().release()).isEqualTo(System.getProperty("os.version"));
        assertThat(kernel.fileSystemType("/proc")).isEqualTo(0x9fa0);
    }

    /** The call with most arguments below mmap's: JNR's stub for six loses the last. */
    @Test
    void allArgumentsArrive() {
        PerfEvent clock = new PerfEvent(1, 0, 1, 0, 1, null, 0);
        try (Fd event = kernel.openPerfEvent(clock, kernel.processId(), -1)) {
            assertThat(event.isOpen()).isTrue();
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> kernel.open("/nonexistent/file", SystemCalls.READ_ONLY))
                .withMessage("open /nonexistent/file: ENOENT (no such file or entry)");
    }
}
