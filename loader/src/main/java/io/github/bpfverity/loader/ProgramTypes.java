package io.github.bpfverity.loader;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.loader.kernel.BtfInfo;
import io.github.bpfverity.loader.kernel.Fd;
import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.ObjectKind;
import io.github.bpfverity.loader.kernel.ProgramInfo;

/** Types that user space gave the kernel. */
final class ProgramTypes {
    private ProgramTypes() {}

    /** The id, in a loaded program's types, of one of its functions. */
    static int function(Kernel kernel, Fd program, String name) {
        ProgramInfo info = ProgramInfo.of(kernel, program);
        if (info.btfId() == 0) {
            throw new BpfException(
                    "program %s was loaded without types: nothing can attach to it".formatted(info.name()));
        }
        return read(kernel, info.btfId())
                .find(BtfKind.FUNC, name)
                .orElseThrow(() -> new BpfException("program %s has no function %s".formatted(info.name(), name)));
    }

    /** The types of this id. */
    static Btf read(Kernel kernel, int id) {
        try (Fd btf = kernel.openById(ObjectKind.BTF, id)) {
            return Btf.parse(BtfInfo.read(kernel, btf), "BTF " + id);
        } catch (FormatException e) {
            throw new BpfException("the kernel's own copy of BTF %d is malformed".formatted(id), e);
        }
    }
}
