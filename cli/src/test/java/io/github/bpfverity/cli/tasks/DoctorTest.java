package io.github.bpfverity.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpfverity.cli.tasks.Check.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    private final FakeMachine machine = new FakeMachine();
    private final FakeFiles files = new FakeFiles();
    private final Doctor doctor = new Doctor(machine, files);

    @Test
    void aMachineWithEverythingIsFit() {
        assertThat(doctor.examine(List.of(FakeFiles.SEALED))).allMatch(check -> check.level() == Level.OK);
        assertThatCode(doctor::requireGate).doesNotThrowAnyException();
    }

    @Test
    void theFieldInTheInodeWillDoWhereTheFunctionIsMissing() {
        machine.functions.remove("bpf_get_fsverity_digest");
        assertUnfit(Problem.UNAVAILABLE, "digest access: ");
        machine.members.add("inode.i_verity_info");
        assertThatCode(doctor::requireGate).doesNotThrowAnyException();
    }

    @Test
    void bothFunctionsAreNeeded() {
        machine.functions.remove("bpf_get_task_exe_file");
        assertUnfit(Problem.UNAVAILABLE, "digest access: ");
    }

    @Test
    void aKernelWithoutFsVerityIsUnfit() {
        machine.functions.remove("fsverity_ioctl_measure");
        assertUnfit(Problem.UNAVAILABLE, "fs-verity: not in this kernel");
    }

    @Test
    void aKernelThatPassesOverPreemptedProgramsIsUnfit() {
        machine.functions.remove("__bpf_prog_enter_sleepable_recur");
        assertUnfit(Problem.UNAVAILABLE, "re-entry: this kernel can pass over a program");
    }

    @Test
    void aKernelWithoutTypeInformationIsUnfit() {
        machine.typesAreBroken = true;
        assertUnfit(Problem.UNAVAILABLE, "BTF: the kernel's type information cannot be read (no vmlinux)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lockdown,capability", "bpfx,xbpf", "\n", ""})
    void bpfMustBeAmongTheActiveModules(String active) {
        machine.texts.put("/sys/kernel/security/lsm", active);
        assertUnfit(Problem.UNAVAILABLE, "LSM: bpf is not among the active ones");
    }

    @Test
    void whatCannotBeSeenIsNotTakenForGranted() {
        machine.texts.remove("/sys/kernel/security/lsm");
        assertUnfit(Problem.UNAVAILABLE, "mount -t securityfs securityfs /sys/kernel/security");
        machine.texts.put("/proc/filesystems", "nodev\tproc\n");
        assertUnfit(Problem.UNAVAILABLE, "CONFIG_SECURITYFS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000200000", "000000c000000000", "000001ffffffffff", "ffffffffffffffff"})
    void theseCapabilitiesAreEnough(String effective) {
        machine.texts.put("/proc/self/status", "CapEff:\t" + effective + "\n");
        assertThatCode(doctor::requireGate).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000", "0000008000000000", "0000004000000000", "0000013fffdfffff"})
    void theseCapabilitiesAreNot(String effective) {
        machine.texts.put("/proc/self/status", "CapEff:\t" + effective + "\nCapBnd:\t000001ffffffffff\n");
        assertUnfit(Problem.NO_PERMISSION, "run as root, or with CAP_BPF and CAP_PERFMON");
    }

    @Test
    void anOldKernelAndAMissingBpffsAreOnlyWarnings() {
        machine.release = "5.15.0";
        machine.texts.put("/proc/self/mounts", "bpf /bpf ext4 rw 0 0\n");
        List<Check> checks = doctor.examine(List.of());
        assertThat(checks).filteredOn(check -> check.level() == Level.WARN).hasSize(2);
        assertThatCode(doctor::requireGate).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "/sys/kernel/security/lockdown, '[none] integrity confidentiality\n', lockdown: off",
        "/proc/swaps, 'Filename Type Size\n/dev/vda2 partition 1000\n', swap: on"
    })
    void whatRootCanStillDoIsSaid(String file, String text, String finding) {
        machine.texts.put(file, text);
        assertThat(doctor.examine(List.of()))
                .filteredOn(check -> check.level() == Level.WARN)
                .singleElement()
                .satisfies(check -> assertThat(check.message()).startsWith(finding));
        assertThatCode(doctor::requireGate).doesNotThrowAnyException();
    }

    @Test
    void pathsAreMeasured() {
        assertThat(levelOf(FakeFiles.SEALED)).isEqualTo(Level.OK);
        assertThat(levelOf(FakeFiles.PLAIN)).isEqualTo(Level.WARN);
        assertThat(levelOf(FakeFiles.FOREIGN)).isEqualTo(Level.FAIL);
    }

    private Level levelOf(Path path) {
        List<Check> checks = doctor.examine(List.of(path));
        Check last = checks.get(checks.size() - 1);
        assertThat(last.line()).contains(path.toString()).containsOnlyOnce(path + ": ");
        return last.level();
    }

    /** {@code attach} refuses with the words that {@code doctor} prints. */
    private void assertUnfit(Problem problem, String words) {
        var e = catchThrowableOfType(TaskException.class, doctor::requireGate);
        assertThat(e).hasMessageContaining(words);
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(doctor.examine(List.of())).extracting(Check::line).contains("FAIL  " + e.getMessage());
    }
}
