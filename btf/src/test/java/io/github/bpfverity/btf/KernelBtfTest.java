package io.github.bpfverity.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpfverity.bytes.ByteReader;
import io.github.bpfverity.bytes.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelBtfTest {
    @TempDir
    Path directory;

    private Btf kernelTypes;

    @BeforeEach
    void writeKernel() throws IOException {
        var types = new Types();
        types.uint("u32", 4);
        kernelTypes = types.build(ByteOrder.LITTLE_ENDIAN);
        Files.write(directory.resolve("vmlinux"), kernelTypes.encode());
        var module = BtfBuilder.splitOn(kernelTypes);
        module.add(new BtfType.Typedef("mine", 1));
        Files.write(directory.resolve("xfs"), module.encode(ByteOrder.LITTLE_ENDIAN));
        Files.write(directory.resolve("empty"), new byte[0]);
        Files.write(directory.resolve("broken"), new byte[] {1, 2, 3, 4});
    }

    @Test
    void parsesTheKernelOnce() throws IOException {
        var kernel = KernelBtf.in(directory);

        assertThat(kernel.vmlinux().name(1)).isEqualTo("u32");
        Files.delete(directory.resolve("vmlinux"));
        assertThat(kernel.vmlinux()).isSameAs(kernel.vmlinux());
    }

    @Test
    void parsesModulesOnTheKernel() throws IOException {
        var kernel = KernelBtf.in(directory);
        Btf module = kernel.module("xfs");

        assertThat(module.base()).containsSame(kernel.vmlinux());
        assertThat(module.find(BtfKind.TYPEDEF, "mine")).hasValue(2);
        assertThat(kernel.module("xfs")).isSameAs(module);
    }

    @Test
    void readsAgainWhatItForgot() throws IOException {
        var kernel = KernelBtf.in(directory);
        Btf before = kernel.vmlinux();
        Btf module = kernel.module("xfs");
        kernel.forget();

        assertThat(kernel.vmlinux()).isNotSameAs(before);
        assertThat(kernel.module("xfs")).isNotSameAs(module);
        assertThat(kernel.module("xfs").base()).containsSame(kernel.vmlinux());
    }

    @Test
    void listsModulesWithoutReadingThem() throws IOException {
        assertThat(KernelBtf.in(directory).modules()).containsExactly("broken", "empty", "xfs");
    }

    @Test
    void aBrokenModuleFailsOnlyItself() throws IOException {
        var kernel = KernelBtf.in(directory);

        assertThatThrownBy(() -> kernel.module("empty"))
                .isInstanceOf(FormatException.class)
                .hasMessage(directory + "/empty at 0x0: need 2 bytes, have 0");
        assertThatThrownBy(() -> kernel.module("broken"))
                .isInstanceOf(FormatException.class)
                .hasMessage(directory + "/broken at 0x0: magic number 0x0201 is not that of BTF (0xeb9f)");
        assertThatThrownBy(() -> kernel.module("missing")).isInstanceOf(NoSuchFileException.class);
        assertThat(kernel.module("xfs").typeCount()).isEqualTo(3);
    }

    @Test
    void aKernelWithoutTypes() throws IOException {
        Files.delete(directory.resolve("vmlinux"));

        assertThatThrownBy(() -> KernelBtf.in(directory).vmlinux()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> KernelBtf.in(directory.resolve("no")).modules())
                .isInstanceOf(IOException.class);
    }

    @Test
    void theRunningKernelsTypesEncodeToTheSameBytes() throws IOException {
        Path file = Path.of("/sys/kernel/btf/vmlinux");
        assumeTrue(Files.isReadable(file), "this machine's kernel has no readable BTF");
        Btf btf = KernelBtf.in(file.getParent()).vmlinux();

        assertThat(btf.encode()).isEqualTo(Files.readAllBytes(file));
        assertThat(btf.typeCount()).isGreaterThan(1000);
        for (int id = 0; id < btf.typeCount(); id++) {
            assertThat(btf.type(id).kind()).isEqualTo(btf.kind(id));
            assertThat(btf.sizeOf(id).orElse(0)).isNotNegative();
            assertThat(btf.kind(btf.resolve(id)).isModifier()).isFalse();
        }
        int task = btf.find(BtfKind.STRUCT, "task_struct").orElseThrow();
        assertThat(((BtfType.Struct) btf.type(task)).members())
                .extracting(Member::name)
                .contains("pid", "comm");
        assertThat(KernelBtf.system().vmlinux().find(BtfKind.STRUCT, "task_struct"))
                .hasValue(task);
    }

    @Test
    void whatWasCheckedBeforeIsReadWithoutCheckingEachType() throws IOException {
        ByteBuffer mapped = ByteBuffer.allocateDirect(4096);
        mapped.put(kernelTypes.encode()).flip();
        Btf btf = Btf.ofChecked(ByteReader.of(mapped, ByteOrder.LITTLE_ENDIAN, "vmlinux"));

        assertThat(btf.find(BtfKind.INT, "u32")).hasValue(1);
        assertThat(btf.type(1)).isEqualTo(kernelTypes.type(1));
        assertThat(btf.encode()).isEqualTo(kernelTypes.encode());
        mapped.limit(mapped.limit() - 1);
        assertThatThrownBy(() -> Btf.ofChecked(ByteReader.of(mapped, ByteOrder.LITTLE_ENDIAN, "vmlinux")))
                .isInstanceOf(FormatException.class);
    }
}
