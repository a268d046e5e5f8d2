package io.github.bpfverity.parsertests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfExt;
import io.github.bpfverity.elf.ElfObject;
import io.github.bpfverity.loader.link.LinkException;
import io.github.bpfverity.loader.link.Linker;
import io.github.bpfverity.loader.spec.Fixtures;
import io.github.bpfverity.loader.spec.ObjectSpec;

/**
 * One target for each thing that reads bytes it did not write. A test run replays the corpus beside the compiled
 * class; {@code fuzz.sh} looks for more.
 */
class ParsersFuzzTest {
    /** Loading and instrumenting a class costs more than any input may, so all are used once before. */
    static {
        for (String object : Seeds.OBJECTS) {
            ObjectSpec spec = Fixtures.spec(object);
            Uses.use(spec);
            spec.btf().ifPresent(Uses::use);
            link(spec);
        }
    }

    @FuzzTest
    void elf(byte[] bytes) {
        Promise.kept(bytes, input -> ElfObject.parse(input, Inputs.NAME)).ifPresent(Uses::use);
    }

    @FuzzTest
    void btf(byte[] bytes) {
        Promise.kept(bytes, input -> Btf.parse(input, Inputs.NAME)).ifPresent(Uses::use);
    }

    @FuzzTest
    void splitBtf(byte[] bytes) {
        var files = Inputs.Pair.of(bytes);
        Btf base = files.types(SmallKernel.types());
        Promise.kept(files.second(), input -> Btf.parseSplit(files.rest(), base))
                .ifPresent(Uses::use);
    }

    @FuzzTest
    void btfExt(byte[] bytes) {
        var files = Inputs.Pair.of(bytes);
        Btf btf = files.types(SmallKernel.types());
        Promise.kept(files.second(), input -> BtfExt.parse(files.rest(), btf)).ifPresent(ext -> Uses.use(ext, btf));
    }

    @FuzzTest
    void object(byte[] bytes) {
        Promise.kept(bytes, input -> ObjectSpec.parse(Inputs.NAME, input)).ifPresent(Uses::use);
    }

    @FuzzTest
    void link(byte[] bytes) {
        Promise.kept(bytes, input -> link(ObjectSpec.parse(Inputs.NAME, input)));
    }

    /** An object that does not fit the kernel is no fault of its bytes, and is told as another kind of fault. */
    private static boolean link(ObjectSpec spec) {
        try {
            Uses.use(Linker.link(spec, SmallKernel.instance()));
            return true;
        } catch (LinkException e) {
            return false;
        }
    }
}
