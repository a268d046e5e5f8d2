package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.Btf;
import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.BtfType;
import io.github.bpfverity.loader.spec.Function;
import io.github.bpfverity.loader.spec.ObjectSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The functions that {@code __exception_cb} tags on programs name; no instruction refers to them. */
final class ExceptionCallbacks {
    private static final String TAG = "exception_callback:";

    private final ObjectSpec object;
    private final Map<String, String> byProgram = new HashMap<>();

    ExceptionCallbacks(ObjectSpec object) {
        this.object = object;
        object.btf().ifPresent(this::collect);
    }

    private void collect(Btf btf) {
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.type(id) instanceof BtfType.DeclTag tag
                    && tag.name().startsWith(TAG)
                    && btf.kind(tag.type()) == BtfKind.FUNC) {
                byProgram.put(btf.name(tag.type()), tag.name().substring(TAG.length()));
            }
        }
    }

    /** The function that handles exceptions of a program. */
    Optional<Function> of(Function program) {
        String name = byProgram.get(program.name());
        return name == null
                ? Optional.empty()
                : object.code().functions().stream()
                        .filter(function -> function.name().equals(name))
                        .findFirst();
    }
}
