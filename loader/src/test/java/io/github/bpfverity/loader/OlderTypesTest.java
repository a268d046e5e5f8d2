package io.github.bpfverity.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfBuilder;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.btf.EnumValue;
import io.github.bpfverity.loader.kernel.BpfCallException;
import io.github.bpfverity.loader.kernel.BpfCommand;
import io.github.bpfverity.loader.kernel.BtfLoad;
import io.github.bpfverity.loader.kernel.Errno;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Kernels that refuse all types for one of a kind they do not know. */
class OlderTypesTest {
    private final List<Btf> asked = new ArrayList<>();

    private Kernel lacking(Set<BtfKind> kinds, boolean globalFunctions) {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    Btf types = Btf.parse(((BtfLoad) arguments[0]).btf(), "asked");
                    asked.add(types);
                    for (int id = 1; id < types.typeCount(); id++) {
                        boolean global = types.type(id) instanceof BtfType.Func function
                                && function.linkage() == BtfType.Func.GLOBAL;
                        if (kinds.contains(types.kind(id)) || global && !globalFunctions) {
                            throw new BpfCallException(BpfCommand.BTF_LOAD, Errno.EINVAL.number());
                        }
                    }
                    return new Fd(100, fd -> {});
                });
    }

    private static byte[] everything() {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        types.add(new BtfType.Float("double", 8));
        types.add(new BtfType.Enum64("large", 8, false, List.of(new EnumValue("most", -1))));
        types.add(new BtfType.Enum("small", 4, true, List.of(new EnumValue("least", -1))));
        types.add(new BtfType.Ptr(types.add(new BtfType.TypeTag("user", integer, false))));
        int proto = types.add(new BtfType.FuncProto(integer, List.of()));
        int function = types.add(new BtfType.Func("work", proto, BtfType.Func.GLOBAL));
        types.add(new BtfType.DeclTag("note", function, -1, false));
        return types.encode(ByteOrder.nativeOrder());
    }

    @Test
    void aKernelThatKnowsThemGetsThemAsTheyAre() {
        try (ObjectBtf btf = ObjectBtf.load(lacking(Set.of(), true), everything(), null)) {
            assertThat(btf.fd()).isNotNull();
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatAKernelLacksIsReplacedInPlace() throws Exception {
        Set<BtfKind> missing = Set.of(BtfKind.FLOAT, BtfKind.ENUM64, BtfKind.TYPE_TAG, BtfKind.DECL_TAG);
        Btf before = Btf.parse(everything(), "before");
        try (ObjectBtf btf = ObjectBtf.load(lacking(missing, false), everything(), null)) {
            assertThat(btf.fd()).isNotNull();
            assertThat(btf.refusal()).isEmpty();
        }
        Btf taken = asked.get(asked.size() - 1);
        assertThat(taken.typeCount()).isEqualTo(before.typeCount());
        for (int id = 1; id < taken.typeCount(); id++) {
            if (before.kind(id) != BtfKind.DECL_TAG) {
                assertThat(taken.sizeOf(id)).as("size of type %d", id).isEqualTo(before.sizeOf(id));
            }
        }
        assertThat(taken.find(BtfKind.FUNC, "work")).isEqualTo(before.find(BtfKind.FUNC, "work"));
        assertThat(taken.type(taken.find(BtfKind.ENUM, "small").orElseThrow()))
                .isEqualTo(new BtfType.Enum("small", 4, false, List.of(new EnumValue("least", 0xffff_ffffL))));
    }

    @Test
    void whatAKernelKnowsStays() {
        try (ObjectBtf btf = ObjectBtf.load(lacking(Set.of(BtfKind.FLOAT), true), everything(), null)) {
            assertThat(btf.fd()).isNotNull();
        }
        Btf taken = asked.get(asked.size() - 1);
        assertThat(taken.find(BtfKind.ENUM64, "large")).isPresent();
        assertThat(taken.find(BtfKind.FLOAT, "double")).isEmpty();
    }

    @Test
    void aRefusalForAnotherReasonIsTold() {
        try (ObjectBtf btf = ObjectBtf.load(lacking(Set.of(BtfKind.INT), true), everything(), null)) {
            assertThat(btf.fd()).isNull();
            assertThat(btf.refusal()).startsWith("the kernel refused the object's types: BTF_LOAD: EINVAL");
        }
    }
}
