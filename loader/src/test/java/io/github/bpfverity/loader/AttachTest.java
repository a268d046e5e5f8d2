package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bpfverity.loader.insn.Insn;
import io.github.bpfverity.loader.kernel.LinuxKernel;
import io.github.bpfverity.loader.kernel.MapCreate;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.ProgLoad;
import io.github.bpfverity.loader.kernel.ThisKernel;
import io.github.bpfverity.loader.spec.AttachBtf;
import io.github.bpfverity.loader.spec.MapType;
import io.github.bpfverity.loader.spec.ProgramSpec;
import io.github.bpfverity.loader.spec.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ways of attaching that change nothing but a counter. */
@Tag("kernel")
class AttachTest {
    private LinuxKernel kernel;
    private Host host;

    @BeforeEach
    void requireBpf() {
        kernel = ThisKernel.assumeUsable();
        host = new Host(kernel, kernel, new Cpus());
    }

    private static ProgramSpec spec(String prefix, String target, int type, int attachType) {
        return new ProgramSpec(
                "count",
                target.isEmpty() ? prefix : prefix + "/" + target,
                prefix,
                target,
                type,
                attachType,
                false,
                0,
                AttachBtf.NONE,
                true,
                1,
                0,
                1);
    }

    /** Counts its runs in element 0. */
    private Program counting(BpfMap counter, ProgramSpec spec) {
        long[] code = {
            Insn.of(0x18, 1, Insn.PSEUDO_MAP_VALUE, 0, counter.fd().value()),
            0,
            Insn.of(0xb7, 2, 0, 0, 1),
            Insn.of(0xdb, 1, 2, 0, 0),
            Insn.of(0xb7, 0, 0, 0, 0),
            Insn.of(Insn.EXIT, 0, 0, 0, 0),
        };
        var request = ProgLoad.of(spec.type(), spec.expectedAttachType(), "count", code, "GPL");
        return new Program(host, kernel.loadProgram(request), "count", spec);
    }

    private BpfMap counter() {
        return BpfMap.of(host, kernel.createMap(MapCreate.of(MapType.ARRAY, 4, 8, 1, 0, "counter")));
    }

    private static long count(BpfMap counter) {
        return ByteBuffer.wrap(counter.get(Native.bytes(0)).orElseThrow())
                .order(ByteOrder.nativeOrder())
                .getLong();
    }

    @Test
    void aRawTracepointRunsWhileItsLinkIsOpen() {
        ProgramSpec spec = spec("raw_tp", "sys_enter", ProgramType.RAW_TRACEPOINT, 0);
        try (BpfMap counter = counter();
                Program program = counting(counter, spec)) {
            assertThat(count(counter)).isZero();
            try (Link link = program.attach()) {
                kernel.processId();
                assertThat(count(counter)).isPositive();
                assertThat(link.info().programId()).isEqualTo(program.info().id());
            }
            long after = count(counter);
            kernel.processId();
            assertThat(count(counter)).isEqualTo(after);
        }
    }

    @Test
    void attachingNowhereIsRefusedInWords() {
        ProgramSpec spec = spec("raw_tp", "", ProgramType.RAW_TRACEPOINT, 0);
        try (BpfMap counter = counter();
                Program program = counting(counter, spec)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(program::attach)
                    .withMessage("program count (raw_tp) cannot be attached without a tracepoint's name");
        }
    }

    @Test
    void programsWithoutAHookOfTheirOwnSaySo() {
        ProgramSpec spec = spec("action", "", ProgramType.SCHED_ACT, 0);
        try (BpfMap counter = counter();
                Program program = counting(counter, spec)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(program::attach)
                    .withMessageContaining("a sched_act program is not attached by itself");
            Program opened = Program.of(
                    host, kernel.openById(ObjectKind.PROGRAM, program.info().id()));
            assertThatIllegalStateException().isThrownBy(opened::attach);
            opened.close();
        }
    }

    @Test
    void programsForASocketWantOne() {
        ProgramSpec spec = spec("socket", "", ProgramType.SOCKET_FILTER, 0);
        try (BpfMap counter = counter();
                Program program = counting(counter, spec)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(program::attach)
                    .withMessageContaining("cannot be attached without AttachOptions.descriptor: an open socket");
        }
    }

    @Test
    void aTrialReturnsTheProgramsValue() {
        ProgramSpec spec = spec("socket", "", ProgramType.SOCKET_FILTER, 0);
        try (BpfMap counter = counter();
                Program program = counting(counter, spec)) {
            TestRunResult result = program.testRun(TestRun.packet(new byte[64]).repeated(5));
            assertThat(result.returnValue()).isZero();
            assertThat(result.data()).hasSize(64);
            assertThat(count(counter)).isEqualTo(5);
        }
    }
}
