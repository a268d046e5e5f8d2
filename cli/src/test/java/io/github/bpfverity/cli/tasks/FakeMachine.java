package io.github.bpfverity.cli.tasks;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine on which the gate can run, until a test takes something away. */
public final class FakeMachine implements Machine, Machine.KernelTypes {
    /** The text of files by path. */
    public final Map<String, String> texts = new HashMap<>(Map.of(
            "/sys/kernel/security/lsm", "lockdown,capability,bpf\n",
            "/proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff\nCapBnd:\t0\n",
            "/proc/self/limits", "Max locked memory         65536                65536                bytes\n",
            "/proc/self/mounts", "proc /proc proc rw 0 0\nbpf /sys/fs/bpf bpf rw 0 0\n",
            "/proc/swaps", "Filename Type Size Used Priority\n",
            "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n",
            "/proc/filesystems", "nodev\tproc\nnodev\tsecurityfs\n"));

    final Set<String> functions = new HashSet<>(List.of(
            "fsverity_ioctl_measure",
            "bpf_get_fsverity_digest",
            "bpf_get_task_exe_file",
            "__bpf_prog_enter_sleepable_recur"));
    final Set<String> members = new HashSet<>();
    String release = "6.12.1-test";
    boolean typesAreBroken;

    @Override
    public String kernelRelease() {
        return release;
    }

    @Override
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }

    @Override
    public KernelTypes types() throws IOException {
        if (typesAreBroken) {
            throw new IOException("no vmlinux");
        }
        return this;
    }

    @Override
    public int count() {
        return 3;
    }

    @Override
    public boolean hasFunction(String name) {
        return functions.contains(name);
    }

    @Override
    public boolean hasMember(String struct, String member) {
        return members.contains(struct + "." + member);
    }
}
