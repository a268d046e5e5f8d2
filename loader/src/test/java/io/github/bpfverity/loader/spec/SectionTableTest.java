package io.github.bpfverity.loader.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTableTest {
    @Test
    void knowsEveryNameOnce() {
        Set<String> names = new HashSet<>();
        SectionTable.rules()
                .forEach(rule ->
                        assertThat(names.add(rule.prefix())).as(rule.prefix()).isTrue());
        assertThat(names).hasSize(116);
    }

    /** Name, program type, attach type, target, sleepable: taken from what a libbpf loads them as. */
    @ParameterizedTest
    @CsvSource({
        "lsm.s/bpf, 29, 27, bpf, true",
        "lsm/file_open, 29, 27, file_open, false",
        "lsm_cgroup/socket_bind, 29, 43, socket_bind, false",
        "socket, 1, 0, '', false",
        "kprobe/do_unlinkat, 2, 0, do_unlinkat, false",
        "kretprobe.multi/vfs_*, 2, 42, vfs_*, false",
        "uprobe.session.s//bin/sh:main, 2, 57, /bin/sh:main, true",
        "usdt.s/libc:a:b, 2, 0, libc:a:b, true",
        "tracepoint/syscalls/sys_enter_bpf, 5, 0, syscalls/sys_enter_bpf, false",
        "tp.s/syscalls/sys_enter_bpf, 5, 0, syscalls/sys_enter_bpf, true",
        "raw_tp.w/x, 24, 0, x, false",
        "tp_btf/sched_switch, 26, 23, sched_switch, false",
        "fentry.s/x, 26, 24, x, true",
        "fmod_ret/x, 26, 26, x, false",
        "iter/task, 26, 28, task, false",
        "freplace/x, 28, 0, x, false",
        "xdp, 6, 37, '', false",
        "xdp.frags/cpumap, 6, 35, '', false",
        "tc/ingress, 3, 46, '', false",
        "netkit/peer, 3, 55, '', false",
        "cgroup/sock, 9, 2, '', false",
        "cgroup/getsockname_unix, 18, 53, '', false",
        "cgroup_skb/egress, 8, 1, '', false",
        "sk_reuseport/migrate, 21, 40, '', false",
        "netfilter, 32, 45, '', false",
        "syscall, 31, 0, '', true",
        "struct_ops.s/init, 27, 0, init, true",
    })
    void findsTypeAttachTypeAndTarget(String section, int type, int attachType, String target, boolean sleepable) {
        SectionRule rule = SectionTable.find(section).orElseThrow();
        assertThat(rule.type()).isEqualTo(type);
        assertThat(rule.attachType()).isEqualTo(attachType);
        assertThat(rule.target(section)).isEqualTo(target);
        assertThat((rule.flags() & ProgramSpec.SLEEPABLE) != 0).isEqualTo(sleepable);
    }

    @Test
    void fragmentsAreAFlag() {
        assertThat(SectionTable.find("xdp.frags").orElseThrow().flags()).isEqualTo(ProgramSpec.XDP_HAS_FRAGS);
        assertThat(SectionTable.find("xdp").orElseThrow().flags()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "xdp/eth0", "xdp_prog", "kprobes", "kprobe.", "lsm.s.s/x", "socket1", "?xdp", "cgroup"})
    void doesNotGuess(String section) {
        assertThat(SectionTable.find(section)).isEmpty();
    }

    @Test
    void theNameOfEveryRuleFindsThatRule() {
        for (SectionRule rule : SectionTable.rules()) {
            assertThat(SectionTable.find(rule.prefix())).contains(rule);
        }
    }

    @Test
    void anythingAfterTheSlashIsTheTarget() {
        qt().forAll(lists().of(strings().basicLatinAlphabet().ofLengthBetween(0, 8))
                        .ofSizeBetween(1, 4))
                .check(parts -> {
                    String target = String.join("/", parts);
                    for (SectionRule rule : SectionTable.rules()) {
                        String name = rule.prefix() + "/" + target;
                        boolean found =
                                SectionTable.find(name).filter(rule::equals).isPresent();
                        if (found != rule.takesTarget()
                                || found && !rule.target(name).equals(target)) {
                            return false;
                        }
                    }
                    return true;
                });
    }
}
