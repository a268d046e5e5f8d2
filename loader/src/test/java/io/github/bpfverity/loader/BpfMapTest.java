package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BpfMapTest {
    private LinuxKernel kernel;
    private Host host;

    @BeforeEach
    void requireBpf() {
        kernel = ThisKernel.assumeUsable();
        host = new Host(kernel, kernel, new Cpus());
    }

    private BpfMap map(int type, int keySize, int valueSize, int entries) {
        return BpfMap.of(host, kernel.createMap(MapCreate.of(type, keySize, valueSize, entries, 0, "test")));
    }

    @Test
    void whatIsPutIsGot() {
        try (BpfMap map = map(MapType.HASH, 4, 3, 8)) {
            byte[] key = {1, 2, 3, 4};
            assertThat(map.get(key)).isEmpty();
            map.put(key, new byte[] {7, 8, 9});
            assertThat(map.get(key)).contains(new byte[] {7, 8, 9});
            assertThat(map.take(key)).contains(new byte[] {7, 8, 9});
            assertThat(map.delete(key)).isFalse();
        }
    }

    @Test
    void flagsDecideWhetherAnEntryMayExist() {
        try (BpfMap map = map(MapType.HASH, 1, 1, 8)) {
            byte[] one = {1};
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> map.put(one, one, BpfMap.EXIST))
                    .withMessage("map test: MAP_UPDATE_ELEM: ENOENT (no such file or entry)");
            map.put(one, one, BpfMap.NO_EXIST);
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> map.put(one, one, BpfMap.NO_EXIST))
                    .satisfies(e -> assertThat(e.is(Errno.EEXIST)).isTrue());
        }
    }

    @Test
    void wrongSizesAreRefusedBeforeTheKernelReadsBeyondThem() {
        try (BpfMap map = map(MapType.HASH, 4, 8, 8)) {
            byte[] key = new byte[4];
            assertThatIllegalArgumentException().isThrownBy(() -> map.get(new byte[3]));
            assertThatIllegalArgumentException().isThrownBy(() -> map.delete(new byte[5]));
            assertThatIllegalArgumentException().isThrownBy(() -> map.put(key, new byte[7]));
            assertThatIllegalArgumentException().isThrownBy(() -> map.get(ThisKernel.buffer(4), ThisKernel.buffer(7)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map.batches().put(ThisKernel.buffer(4), ThisKernel.buffer(16), 2, 0));
        }
    }

    @Test
    void allKeysAreSeen() {
        try (BpfMap map = map(MapType.HASH, 1, 1, 100)) {
            Set<Integer> expected = new HashSet<>();
            for (byte i = 0; i < 100; i++) {
                map.put(new byte[] {i}, new byte[] {i});
                expected.add((int) i);
            }
            Set<Integer> seen = new HashSet<>();
            map.keys().forEach(key -> seen.add((int) key[0]));
            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void anEmptyMapHasNoKeys() {
        try (BpfMap map = map(MapType.HASH, 4, 4, 1)) {
            assertThat(map.keys()).isEmpty();
        }
    }

    @Test
    void everyProcessorHasItsValue() {
        try (BpfMap map = map(MapType.PERCPU_ARRAY, 4, 12, 2)) {
            List<byte[]> values = new ArrayList<>();
            for (int cpu = 0; cpu < host.cpus().possible(); cpu++) {
                byte[] value = new byte[12];
                value[0] = (byte) (cpu + 1);
                value[11] = (byte) (cpu + 2);
                values.add(value);
            }
            map.putPerCpu(Native.bytes(1), values, BpfMap.ANY);
            assertThat(map.getPerCpu(Native.bytes(1)).orElseThrow()).containsExactlyElementsOf(values);
            assertThat(map.getPerCpu(Native.bytes(0)).orElseThrow())
                    .containsExactlyElementsOf(Collections.nCopies(values.size(), new byte[12]));
            assertThatIllegalArgumentException().isThrownBy(() -> map.get(Native.bytes(0)));
        }
    }

    @Test
    void batchesPassOnEveryEntry() {
        try (BpfMap map = map(MapType.HASH, 4, 8, 5000)) {
            int count = 3000;
            ByteBuf keys = ThisKernel.buffer(4 * count);
            ByteBuf values = ThisKernel.buffer(8 * count);
            Map<Integer, Long> expected = new HashMap<>();
            for (int i = 0; i < count; i++) {
                keys.writeIntLE(i);
                values.writeLongLE(i * 3L);
                expected.put(i, i * 3L);
            }
            map.batches().put(keys, values, count, BpfMap.ANY);
            Map<Integer, Long> seen = new HashMap<>();
            map.batches().forEach((key, value) -> seen.put(key.readIntLE(), value.readLongLE()));
            assertThat(seen).isEqualTo(expected);
            assertThat(map.batches().delete(keys, count)).isEqualTo(count);
            assertThat(map.keys()).isEmpty();
        }
    }

    @Test
    void aFrozenMapRefusesToBeWritten() {
        try (BpfMap map = map(MapType.ARRAY, 4, 4, 1)) {
            map.freeze();
            assertThatExceptionOfType(BpfCallException.class)
                    .isThrownBy(() -> map.put(Native.bytes(0), Native.bytes(1)))
                    .satisfies(e -> assertThat(e.is(Errno.EPERM)).isTrue());
            assertThat(map.get(Native.bytes(0))).contains(Native.bytes(0));
        }
    }

    @Test
    void queuesGiveTheFirstAndStacksTheLast() {
        try (BpfMap queue = map(MapType.QUEUE, 0, 4, 2);
                BpfMap stack = map(MapType.STACK, 0, 4, 2)) {
            for (BpfMap map : List.of(queue, stack)) {
                assertThat(map.peek()).isEmpty();
                map.push(Native.bytes(1));
                map.push(Native.bytes(2));
                assertThatExceptionOfType(BpfCallException.class)
                        .isThrownBy(() -> map.push(Native.bytes(3)))
                        .satisfies(e -> assertThat(e.is(Errno.E2BIG)).isTrue());
            }
            assertThat(queue.peek()).contains(Native.bytes(1));
            assertThat(queue.pop()).contains(Native.bytes(1));
            assertThat(stack.pop()).contains(Native.bytes(2));
            assertThat(stack.pop()).contains(Native.bytes(1));
            assertThat(stack.pop()).isEmpty();
        }
    }

    @Test
    void bloomFiltersKnowWhatWasAdded() {
        try (BpfMap filter = map(MapType.BLOOM_FILTER, 0, 4, 64)) {
            assertThat(filter.mayContain(Native.bytes(7))).isFalse();
            filter.push(Native.bytes(7));
            assertThat(filter.mayContain(Native.bytes(7))).isTrue();
        }
    }

    @Test
    void codecsTurnBytesIntoObjects() {
        try (BpfMap map = map(MapType.HASH, 8, 8, 8)) {
            TypedMap<String, Long> numbers = map.as(Codec.text(8), Codec.int64());
            numbers.put("one", 1L);
            numbers.put("twelve", -12L);
            assertThat(numbers.get("twelve")).contains(-12L);
            assertThat(numbers.get("two")).isEmpty();
            assertThat(numbers.copy()).containsOnly(Map.entry("one", 1L), Map.entry("twelve", -12L));
            assertThat(numbers.delete("one")).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> numbers.get("thirteenth"))
                    .withMessage("map test: thirteenth does not fit 8 bytes");
            assertThatIllegalArgumentException().isThrownBy(() -> map.as(Codec.int32(), Codec.int64()));
        }
    }

    @Test
    void codecsTurnTheValuesOfProcessorsIntoObjects() {
        try (BpfMap map = map(MapType.PERCPU_ARRAY, 4, 4, 1)) {
            TypedMap<Integer, Integer> numbers = map.as(Codec.int32(), Codec.int32());
            List<Integer> values =
                    IntStream.range(0, host.cpus().possible()).boxed().toList();
            numbers.putPerCpu(0, values);
            assertThat(numbers.getPerCpu(0)).contains(values);
        }
    }

    @Test
    void memoryIsSharedWithTheMap() {
        var request = MapCreate.of(MapType.ARRAY, 4, 4, 3, MapSpec.MMAPABLE, "mapped");
        try (BpfMap map = BpfMap.of(host, kernel.createMap(request))) {
            SharedMemory memory = map.memory().orElseThrow();
            assertThat(memory.size()).isEqualTo(kernel.pageSize());
            memory.put(2 * 8, Native.bytes(42));
            assertThat(map.get(Native.bytes(2))).contains(Native.bytes(42));
            map.put(Native.bytes(1), Native.bytes(43));
            assertThat(memory.get(8, 4)).isEqualTo(Native.bytes(43));
            map.close();
            assertThatIllegalStateException().isThrownBy(() -> memory.get(0, 1));
        }
    }

    @Test
    void mapsThatCannotBeMappedSaySo() {
        try (BpfMap map = map(MapType.HASH, 4, 4, 3)) {
            assertThat(map.memory()).isEmpty();
        }
    }

    @Test
    void idsLeadToTheMap() {
        Loader loader = Loader.create();
        try (BpfMap map = map(MapType.ARRAY, 4, 4, 1)) {
            int id = map.info().id();
            assertThat(loader.ids(ObjectKind.MAP)).contains(id);
            try (BpfMap again = loader.map(id)) {
                assertThat(again.info()).isEqualTo(map.info());
            }
        }
    }
}
