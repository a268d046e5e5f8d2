package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
