package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;

import io.github.bpfverity.btf.BtfKind;
import io.github.bpfverity.btf.KernelBtf;
import io.github.bpfverity.gate.Protection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a listed program tries with the gate's own maps, programs and links.
 *
 * @param keeper the process that keeps the gate
 */
record ObjectAttacks(long keeper) {
    static final Path ANSWERER = Stage.program("listed-static/answer_for_gate");

    List<Attack> all() {
        return List.of(
                Attack.of(
                        "a listed program opens the gate's maps, programs and links",
                        () -> reach("attack"),
                        () -> reach("twin"),
                        Protection.OBJECTS),
                answering("a program that answers for security_bpf()", "modify", "security_bpf"),
                answering("an LSM program that answers for the gate", "lsm", "bpf_lsm_bpf"),
                answering("an LSM program of a cgroup that answers for the gate", "cgroup", "bpf_lsm_bpf"));
    }

    private Attempt reach(String how) {
        return Attempt.run(Stage.REACHER, how, keeper, "-", function("security_bpf"));
    }

    private static Attack answering(String name, String how, String function) {
        return Attack.of(
                name,
                () -> Attempt.run(ANSWERER, how, function(function), PLAIN_CALLER),
                () -> Attempt.run(ANSWERER, "twin", function("bpf_lsm_file_ioctl"), PLAIN_CALLER),
                Protection.ANSWERS);
    }

    /** The number of a function in the kernel's types. */
    static int function(String name) {
        try {
            return KernelBtf.system().vmlinux().find(BtfKind.FUNC, name).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
