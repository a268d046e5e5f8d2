package io.github.bpfverity.btf.core;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.CoreRelocation;
import io.github.bpfverity.btf.CoreRelocationKind;
import io.github.bpfverity.btf.Types;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A program's types, a kernel's, and the questions that the one asks of the other. */
final class CoreFixture {
    final Types local = new Types();
    final Types kernel = new Types();
    final ByteOrder order;
    private final List<CoreTarget> modules = new ArrayList<>();
    private int moduleQuestions;
    private CoreResolver resolver;

    CoreFixture(ByteOrder order) {
        this.order = order;
    }

    CoreFixture module(String name, Btf btf) {
        modules.add(new CoreTarget(btf, name));
        return this;
    }

    int moduleQuestions() {
        return moduleQuestions;
    }

    CoreResult resolve(CoreRelocationKind kind, int localType, String access) {
        if (resolver == null) {
            resolver = new CoreResolver(local.build(order), new CoreTarget(kernel.build(order), "vmlinux"), () -> {
                moduleQuestions++;
                return modules;
            });
        }
        return resolver.resolve(new CoreRelocation(0, localType, access, kind));
    }

    CoreResult.Value value(CoreRelocationKind kind, int localType, String access) {
        return (CoreResult.Value) resolve(kind, localType, access);
    }

    String poison(CoreRelocationKind kind, int localType, String access) {
        return ((CoreResult.Poison) resolve(kind, localType, access)).reason();
    }
}
