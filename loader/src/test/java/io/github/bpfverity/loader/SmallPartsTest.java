package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BpfCommand;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.InfoRequest;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.MapInfo;
import io.github.bpfverity.loader.spec.MapSpec;
import io.github.bpfverity.loader.spec.MapType;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The pieces that decide something without a kernel. */
class SmallPartsTest {
    @Test
    void rangesOfProcessorsAreCounted() {
        assertThat(Cpus.count("0")).isEqualTo(1);
        assertThat(Cpus.count("0-7")).isEqualTo(8);
        assertThat(Cpus.count("0-3,8,10-11")).isEqualTo(7);
    }

    @Test
    void versionsBecomeCodes() {
        assertThat(RunningKernel.code("6.1.0-18-amd64")).isEqualTo(0x060100);
        assertThat(RunningKernel.code("7.3.4+deb13-cloud-amd64")).isEqualTo(0x070304);
        assertThat(RunningKernel.code("4.9.300")).isEqualTo(0x0409ff);
        assertThat(RunningKernel.code("6.12")).isEqualTo(0x060c00);
        assertThatExceptionOfType(BpfException.class).isThrownBy(() -> RunningKernel.code("linux"));
    }

    @Test
    void optionsThatAreSetAreRead() {
        var options = RunningKernel.parseConfiguration(
                "# CONFIG_OFF is not set\nCONFIG_ON=y\nCONFIG_NAME=\"a=b\"\n\nCONFIG_HZ=250\n");
        assertThat(options)
                .hasSize(3)
                .containsEntry("CONFIG_ON", "y")
                .containsEntry("CONFIG_NAME", "\"a=b\"")
                .containsEntry("CONFIG_HZ", "250");
    }

    @Test
    void ringsAreAPowerOfTwoAndAtLeastAPage() {
        assertThat(MapLoader.ringSize(1, 4096)).isEqualTo(4096);
        assertThat(MapLoader.ringSize(4096, 4096)).isEqualTo(4096);
        assertThat(MapLoader.ringSize(4097, 4096)).isEqualTo(8192);
        assertThat(MapLoader.ringSize(4096, 65536)).isEqualTo(65536);
        qt().forAll(integers().between(1, 1 << 30)).check(bytes -> {
            int size = MapLoader.ringSize(bytes, 4096);
            return size >= bytes && Integer.bitCount(size) == 1 && (size == 4096 || size / 2 < bytes);
        });
    }

    @Test
    void theLastInstructionOfALogIsWhereItStopped() {
        String log = """
                func#0 @0
                0: R1=ctx() R10=fp0
                ; int x = *p; @ a.bpf.c:7
                0: (79) r1 = *(u64 *)(r1 +0)          ; R1_w=scalar()
                1: (61) r0 = *(u32 *)(r1 +4)
                R1 invalid mem access 'scalar'
                processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
                """;
        assertThat(Refusal.lastInstruction(log)).hasValue(1);
        assertThat(Refusal.lastInstruction("R1 invalid")).isEmpty();
        assertThat(LogTail.of(log, 2)).isEqualTo("1: (61) r0 = *(u32 *)(r1 +4)\nR1 invalid mem access 'scalar'");
        assertThat(LogTail.of("", 2)).isEmpty();
        assertThat(Refusal.reason(log)).isEqualTo("R1 invalid mem access 'scalar'");
        assertThat(Refusal.reason("no such kernel symbol\nprocessed 0 insns\n")).isEqualTo("no such kernel symbol");
        assertThat(Refusal.reason("0: (95) exit\n")).isEmpty();
    }

    @Test
    void typesRefusedForLackOfPermissionAreNotAskedForTwice() {
        List<String> calls = new ArrayList<>();
        Kernel forbidding = (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    throw new BpfCallException(BpfCommand.BTF_LOAD, Errno.EPERM.number());
                });
        try (ObjectBtf none = ObjectBtf.load(forbidding, new byte[24], null)) {
            assertThat(none.fd()).isNull();
            assertThat(none.refusal())
                    .isEqualTo("the kernel refused the object's types: BTF_LOAD: EPERM (operation not permitted)");
        }
        assertThat(calls).containsExactly("loadBtf");
    }

    @Test
    void aModulesTypesAreFoundThoughOthersGoMeanwhile() {
        Kernel losing = (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "nextId":
                            int id = (int) arguments[1];
                            return id < 3 ? OptionalInt.of(id + 1) : OptionalInt.empty();
                        case "openById":
                            if ((int) arguments[1] == 2) {
                                throw new BpfCallException(BpfCommand.BTF_GET_FD_BY_ID, Errno.ENOENT.number());
                            }
                            return new Fd(100 + (int) arguments[1], fd -> {});
                        default:
                            return describeModule((InfoRequest) arguments[0]);
                    }
                });
        try (ModuleBtfs modules = new ModuleBtfs(losing)) {
            assertThat(modules.of("third").value()).isEqualTo(103);
            assertThatExceptionOfType(BpfException.class).isThrownBy(() -> modules.of("fourth"));
        }
    }

    private static int describeModule(InfoRequest request) {
        if (request.object().value() == 103) {
            ByteBuf name = request.pointers().get(0).target();
            name.setBytes(0, "third\0".getBytes(StandardCharsets.US_ASCII));
        }
        request.info().setInt(28, -1);
        return 32;
    }

    @Test
    void deviceMapsAreReadOnlyWithoutBeingAskedTo() {
        var wanted = MapCreate.of(MapType.DEVMAP, 4, 8, 16, 0, "ports");
        var there = new MapInfo(MapType.DEVMAP, 1, 4, 8, 16, MapSpec.READ_ONLY_PROGRAM, "ports", 0, 0, 0, 0, 0);
        assertThat(PinnedMaps.differences(wanted, there)).isEmpty();
        var other = new MapInfo(MapType.HASH, 1, 4, 4, 16, MapSpec.READ_ONLY_PROGRAM, "ports", 0, 0, 0, 0, 0);
        assertThat(PinnedMaps.differences(wanted, other))
                .containsExactly("type 1, not 14", "value size 4, not 8", "flags 128, not 0");
    }

    @Test
    void olderKernelsReadAllMemoryWithOneHelper() {
        long wide = Insn.of(0x18, 1, 0, 0, 113);
        long[] code = {
            Insn.of(Insn.CALL, 0, 0, 0, 113),
            Insn.of(Insn.CALL, 0, 0, 0, 114),
            Insn.of(Insn.CALL, 0, 0, 0, 5),
            wide,
            Insn.of(Insn.CALL, 0, 0, 0, 112), // no call, but the second half of the load before it
            Insn.of(Insn.CALL, 0, Insn.PSEUDO_CALL, 0, 115),
            Insn.of(Insn.EXIT, 0, 0, 0, 0),
        };
        long[] older = OlderHelpers.replace(code);
        assertThat(Insn.imm(older[0])).isEqualTo(4);
        assertThat(Insn.imm(older[1])).isEqualTo(45);
        assertThat(Arrays.copyOfRange(older, 2, 7)).isEqualTo(Arrays.copyOfRange(code, 2, 7));
    }

    @Test
    void patternsMatchNames() {
        assertThat(KprobeMultiAttacher.glob("tcp_*").matcher("tcp_close").matches())
                .isTrue();
        assertThat(KprobeMultiAttacher.glob("tcp_*").matcher("udp_tcp_close").matches())
                .isFalse();
        assertThat(KprobeMultiAttacher.glob("a.b?").matcher("a.bc").matches()).isTrue();
        assertThat(KprobeMultiAttacher.glob("a.b?").matcher("axbc").matches()).isFalse();
    }

    @Test
    void failuresReadFromTheOutsideIn() {
        BpfCallException failure = new BpfCallException(BpfCommand.MAP_CREATE, 22)
                .because("too large")
                .within("map events")
                .within("guard.bpf.o");
        assertThat(failure)
                .hasMessage("guard.bpf.o: map events: MAP_CREATE: EINVAL (invalid argument): too large")
                .satisfies(e -> assertThat(e.is(Errno.EINVAL)).isTrue());
        assertThat(new BpfCallException(BpfCommand.MAP_CREATE, 4095)).hasMessage("MAP_CREATE: errno 4095");
    }

    @Test
    void resourcesAreClosedLastFirstEvenIfOneFails() {
        List<String> closed = new ArrayList<>();
        Resources resources = new Resources();
        resources.add(() -> closed.add("first"));
        resources.add(() -> {
            throw new IllegalStateException("second");
        });
        resources.add(() -> closed.add("third"));
        assertThatThrownBy(resources::close).hasMessage("second");
        assertThat(closed).containsExactly("third", "first");
    }

    @Test
    void resourcesHandedOverAreTheOthersToClose() {
        List<String> closed = new ArrayList<>();
        Resources resources = new Resources();
        resources.add(() -> closed.add("first"));
        resources.add(() -> closed.add("second"));
        Resources taken = resources.handOver();
        resources.close();
        assertThat(closed).isEmpty();
        taken.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void functionsAreFoundInLibraries() {
        String libc = Executables.find("libc.so.6");
        assertThat(Executables.offsetOf(libc, "malloc")).isPositive();
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> Executables.offsetOf(libc, "no_such_function"))
                .withMessageContaining("has no function no_such_function");
    }
}
