package io.github.bpfverity.cli.tasks;

import io.github.bpfverity.cli.tasks.Machine.KernelTypes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out whether the gate can run on this machine, and says what to do where it cannot.
 *
 * <p>Nothing is loaded and nothing is changed. Whether a feature is there is asked of the kernel's own type
 * information and files, not guessed from its version: distributions move features between versions.
 */
public final class Doctor {
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private static final String ACTIVE_LSMS = "/sys/kernel/security/lsm";
    private static final String LOCKDOWN = "/sys/kernel/security/lockdown";
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-fA-F]{1,16})$");
    private static final Pattern MEMLOCK = Pattern.compile("(?m)^Max locked memory\\s+(\\S+)");
    private static final Pattern RELEASE = Pattern.compile("^(\\d+)\\.(\\d+).*", Pattern.DOTALL);

    private final Machine machine;
    private final VerityFiles files;

    /** Examines {@code machine}, and what {@code files} says of paths. */
    public Doctor(Machine machine, VerityFiles files) {
        this.machine = machine;
        this.files = files;
    }

    /** All findings, about the machine first and then about each path. */
    public List<Check> examine(List<Path> paths) {
        List<Check> checks = new ArrayList<>();
        checks.add(kernel());
        checks.addAll(typeInformation());
        checks.add(activeModules());
        checks.add(capabilities());
        checks.add(memlock());
        checks.add(bpffs());
        checks.add(lockdown());
        checks.add(swap());
        for (Path path : paths) {
            checks.add(path(path));
            GeneralPrograms.warning(path)
                    .ifPresent(words -> checks.add(new Check(Check.Level.WARN, path.toString(), words, null, null)));
        }
        return checks;
    }

    /**
     * Returns if the gate can run here.
     *
     * @throws TaskException with the first finding that stands in its way
     */
    public void requireGate() {
        typeInformation().forEach(Check::require);
        activeModules().require();
        capabilities().require();
    }

    /** When this machine booted, as well as its clocks tell. */
    Instant booted() {
        String uptime = machine.text("/proc/uptime").orElse("0").split(" ", 2)[0];
        long millis = new BigDecimal(uptime.strip()).movePointRight(3).longValue();
        return Instant.now().minusMillis(millis);
    }

    private Check kernel() {
        String release = machine.kernelRelease();
        Matcher matcher = RELEASE.matcher(release);
        boolean old = matcher.matches()
                && Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)) < 6001;
        return old ? Check.warn("kernel", release, "the gate is tested on 6.1 and later") : Check.ok("kernel", release);
    }

    private List<Check> typeInformation() {
        try {
            KernelTypes types = machine.types();
            return List.of(
                    Check.ok("BTF", types.count() + " types"), fsVerity(types), digestAccess(types), reentry(types));
        } catch (IOException e) {
            return List.of(Check.fail(
                    Problem.UNAVAILABLE,
                    "BTF",
                    "the kernel's type information cannot be read (" + e.getMessage() + ")",
                    "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y"));
        }
    }

    private static Check fsVerity(KernelTypes types) {
        return types.hasFunction("fsverity_ioctl_measure")
                ? Check.ok("fs-verity", "in the kernel")
                : Check.fail(
                        Problem.UNAVAILABLE,
                        "fs-verity",
                        "not in this kernel, so no file can have a digest",
                        "boot a kernel built with CONFIG_FS_VERITY=y, such as a distribution's own");
    }

    private static Check digestAccess(KernelTypes types) {
        if (types.hasFunction("bpf_get_fsverity_digest") && types.hasFunction("bpf_get_task_exe_file")) {
            return Check.ok("digest access", "kfunc bpf_get_fsverity_digest");
        }
        if (types.hasMember("inode", "i_verity_info")) {
            return Check.ok("digest access", "field i_verity_info of struct inode");
        }
        return Check.fail(
                Problem.UNAVAILABLE,
                "digest access",
                "a BPF program has no way to read a digest in this kernel, so the gate could not decide",
                "boot a kernel that has one: 6.1 to 6.18, or 6.12 and later with CONFIG_BPF_LSM=y");
    }

    /**
     * Up to 6.1.53 a sleepable program that is preempted is passed over when another task enters it on that processor,
     * and what it would have denied is granted. The function came with the correction.
     */
    private static Check reentry(KernelTypes types) {
        return types.hasFunction("__bpf_prog_enter_sleepable_recur")
                ? Check.ok("re-entry", "programs that are preempted are not passed over")
                : Check.fail(
                        Problem.UNAVAILABLE,
                        "re-entry",
                        "this kernel can pass over a program that is preempted, and grant what it would deny",
                        "boot 6.1.54 or later");
    }

    private Check activeModules() {
        Optional<String> active = machine.text(ACTIVE_LSMS);
        if (active.isEmpty()) {
            return Check.fail(
                    Problem.UNAVAILABLE,
                    "LSM",
                    ACTIVE_LSMS + " cannot be read, so it is not known whether bpf is among the active ones",
                    machine.text("/proc/filesystems").orElse("").contains("securityfs")
                            ? "mount -t securityfs securityfs /sys/kernel/security"
                            : "boot a kernel built with CONFIG_SECURITYFS=y and CONFIG_BPF_LSM=y");
        }
        String list = active.get().strip();
        if (Arrays.asList(list.split(",")).contains("bpf")) {
            return Check.ok("LSM", "bpf is active (" + list + ")");
        }
        return Check.fail(
                Problem.UNAVAILABLE,
                "LSM",
                "bpf is not among the active ones (" + list + ")",
                "boot with lsm=" + (list.isEmpty() ? "" : list + ",") + "bpf on a kernel with CONFIG_BPF_LSM=y");
    }

    private Check capabilities() {
        Optional<Long> effective =
                match(EFFECTIVE, "/proc/self/status").map(digits -> Long.parseUnsignedLong(digits, 16));
        if (effective.isEmpty()) {
            return Check.fail(
                    Problem.UNAVAILABLE,
                    "capabilities",
                    "/proc/self/status cannot be read",
                    "mount -t proc proc /proc");
        }
        long held = effective.get();
        if (has(held, CAP_SYS_ADMIN)) {
            return Check.ok("capabilities", "CAP_SYS_ADMIN");
        }
        if (has(held, CAP_BPF) && has(held, CAP_PERFMON)) {
            return Check.ok("capabilities", "CAP_BPF and CAP_PERFMON");
        }
        return Check.fail(
                Problem.NO_PERMISSION,
                "capabilities",
                "this process may not load BPF programs",
                "run as root, or with CAP_BPF and CAP_PERFMON");
    }

    private static boolean has(long capabilities, int number) {
        return (capabilities >>> number & 1) != 0;
    }

    private Check memlock() {
        String limit = match(MEMLOCK, "/proc/self/limits").orElse("unknown");
        return Check.ok("memlock", limit + "; kernels since 5.11 charge BPF memory to the cgroup instead");
    }

    private Check bpffs() {
        boolean mounted = machine.text("/proc/self/mounts").orElse("").lines().anyMatch(Doctor::isBpffs);
        return mounted
                ? Check.ok("bpffs", "mounted")
                : Check.warn("bpffs", "not mounted, so nothing can be pinned", "mount -t bpf bpf /sys/fs/bpf");
    }

    private static boolean isBpffs(String mount) {
        String[] fields = mount.split(" ");
        return fields.length > 2 && fields[2].equals("bpf");
    }

    /** The modes, with the present one in brackets; no file where the kernel has none of it. */
    private Check lockdown() {
        String modes = machine.text(LOCKDOWN).orElse("[none]").strip();
        return modes.contains("[none]")
                ? Check.warn(
                        "lockdown",
                        "off, so root can change the kernel's memory and what of the gate is in it",
                        "boot with lockdown=integrity, which many distributions do where Secure Boot is on")
                : Check.ok("lockdown", modes);
    }

    /** A line for each place, after a heading. */
    private Check swap() {
        List<String> places =
                machine.text("/proc/swaps").orElse("").lines().skip(1).toList();
        return places.isEmpty()
                ? Check.ok("swap", "off")
                : Check.warn(
                        "swap",
                        "on, so root can change data of listed processes that is paged out",
                        "swapoff -a where root is not trusted");
    }

    private Check path(Path path) {
        try {
            return Check.ok(path.toString(), files.measure(path).toString());
        } catch (TaskException e) {
            String message = String.valueOf(e.getMessage());
            String finding = message.startsWith(path + ": ") ? message.substring((path + ": ").length()) : message;
            boolean enableWillDo = e.problem() == Problem.BAD_DATA;
            return new Check(
                    enableWillDo ? Check.Level.WARN : Check.Level.FAIL,
                    path.toString(),
                    finding,
                    null,
                    enableWillDo ? null : Problem.UNAVAILABLE);
        }
    }

    private Optional<String> match(Pattern pattern, String path) {
        return machine.text(path).map(pattern::matcher).filter(Matcher::find).map(m -> m.group(1));
    }
}
