package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.PLAIN_CALLER;

import io.github.bpfverity.gate.Protection;
import java.nio.file.Path;
import java.util.List;

/** Turning off, with settings of the kernel's, what runs the gate's programs. */
final class SwitchAttacks {
    private SwitchAttacks() {}

    static List<Attack> all() {
        String off = """
                echo 0 >/proc/sys/kernel/ftrace_enabled || { echo STOPPED; exit 2; }
                %s
                status=$?
                echo 1 >/proc/sys/kernel/ftrace_enabled
                exit $status
                """.formatted(PLAIN_CALLER);
        return List.of(
                Attack.of(
                        "ftrace_enabled=0",
                        () -> Attempt.ofShell(off),
                        () -> Attempt.ofShell("cat /proc/sys/kernel/ftrace_enabled && exec " + CALLER),
                        Protection.OFF_SWITCH),
                Attack.of(
                        "tracers and kprobes where the kernel asks the gate",
                        () -> Attempt.ofShell(traced(Stage.program("unlisted/plain_storm_of_calls") + " attack 4000")),
                        () -> Attempt.ofShell(traced(CALLER.toString()))),
                Attack.of(
                        "started by the kernel, as what takes core dumps",
                        () -> Attempt.ofShell(asCoreHandler(PLAIN_CALLER)),
                        () -> Attempt.ofShell(asCoreHandler(CALLER)),
                        Protection.VERITY));
    }

    /** What the kernel does before and after its functions goes through the same place as the gate's programs. */
    private static String traced(String program) {
        return """
                cd /sys/kernel/tracing
                for function in bpf_lsm_bpf security_bpf; do
                    echo "p:enter_$function $function" >>kprobe_events || exit 9
                    echo "r:leave_$function $function" >>kprobe_events || exit 9
                done
                echo 1 >events/kprobes/enable
                echo bpf_lsm_bpf >set_ftrace_filter && echo function >current_tracer || exit 9
                %s
                status=$?
                echo nop >current_tracer
                echo >set_ftrace_filter
                echo 0 >events/kprobes/enable
                echo >kprobe_events
                exit $status
                """.formatted(program);
    }

    private static String asCoreHandler(Path program) {
        return """
                pattern=$(cat /proc/sys/kernel/core_pattern)
                said=$(mktemp)
                handler=$(mktemp)
                printf '#!/bin/sh\\n%s >%%s; echo $? >%%s.status\\n' $said $said >$handler
                chmod 755 $handler
                echo "|$handler" >/proc/sys/kernel/core_pattern
                sh -c 'ulimit -c unlimited; kill -SEGV $$' 2>/dev/null
                for try in 1 2 3 4 5 6 7 8 9; do [ -s $said.status ] || sleep 1; done
                echo "$pattern" >/proc/sys/kernel/core_pattern
                cat $said
                exit $(cat $said.status)
                """.formatted(program);
    }
}
