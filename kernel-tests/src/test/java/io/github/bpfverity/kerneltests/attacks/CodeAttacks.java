package io.github.bpfverity.kerneltests.attacks;

import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER;
import static io.github.bpfverity.kerneltests.attacks.Stage.CALLER_STATIC;
import static io.github.bpfverity.kerneltests.attacks.Stage.HARMLESS;
import static io.github.bpfverity.kerneltests.attacks.Stage.LOADER;
import static io.github.bpfverity.kerneltests.attacks.Stage.VICTIM;

import io.github.bpfverity.gate.Protection;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Bringing code that is not listed into a listed program. */
record CodeAttacks(Stage stage) {
    private static final Path INTRUDER = Stage.program("libraries/intruder.so");

    private static final Path HANDING = Stage.program("unlisted/library_handed");

    List<Attack> all() {
        return Stream.of(byLoader(), byMapping(), byForging(), byNeighbours())
                .flatMap(List::stream)
                .toList();
    }

    private List<Attack> byLoader() {
        Path changedLoader = stage.changedCopy(LOADER, "ld.so");
        Path changedLibc = stage.changedCopy(Stage.libc(), "libc.so.6");
        return List.of(
                Attack.of(
                        "the dynamic loader run as the program",
                        () -> Attempt.run(LOADER, CALLER, "attack"),
                        () -> Attempt.run(CALLER),
                        Protection.USES),
                Attack.of(
                        "another dynamic loader mounted in its place",
                        () -> Attempt.run("unshare", "-m", "sh", "-c", mounted(changedLoader)),
                        () -> Attempt.run("unshare", "-m", "sh", "-c", mounted(LOADER)),
                        Protection.FILES),
                Attack.of(
                        "another C library in a root of its own",
                        () -> Attempt.ofShell(inRoot("changed", changedLibc)),
                        () -> Attempt.ofShell(inRoot("same", Stage.libc())),
                        Protection.FILES),
                Attack.of(
                        "another C library from a seccomp supervisor",
                        () -> Attempt.run(HANDING, "attack", CALLER, changedLibc),
                        () -> Attempt.run(HANDING, "twin", CALLER, Stage.libc()),
                        Protection.FILES),
                preloaded("LD_PRELOAD", "LD_PRELOAD", INTRUDER),
                preloaded("LD_AUDIT", "LD_AUDIT", INTRUDER),
                Attack.of(
                        "LD_LIBRARY_PATH",
                        () -> Attempt.run("env", "LD_LIBRARY_PATH=" + changedLibc.getParent(), CALLER),
                        () -> Attempt.run("env", "LD_LIBRARY_PATH=/nowhere", CALLER),
                        Protection.FILES),
                preloaded(
                        "LD_PRELOAD of a library without code",
                        "LD_PRELOAD",
                        Stage.program("libraries/without_code.so")),
                opening("dlopen", INTRUDER));
    }

    private String inRoot(String name, Path libc) {
        return """
                cd %s && mkdir -p root-%2$s/lib64 root-%2$s/lib/x86_64-linux-gnu && cd root-%2$s || exit 9
                ln -f %3$s . && ln -f $(realpath %4$s) .%4$s && ln -f %5$s lib/x86_64-linux-gnu/libc.so.6 || exit 9
                exec chroot . /caller
                """.formatted(stage.folder(), name, CALLER, LOADER, libc);
    }

    private static String mounted(Path loader) {
        return "mount --bind " + loader + " " + LOADER + " && exec " + CALLER;
    }

    private static Attack preloaded(String name, String variable, Path library) {
        return Attack.of(
                name,
                () -> Attempt.run("env", variable + "=" + library, CALLER),
                () -> Attempt.run("env", variable + "=" + HARMLESS, CALLER),
                Protection.FILES);
    }

    private static Attack opening(String name, Path library) {
        Path program = Stage.program("listed/library_opened");
        return Attack.of(
                name,
                () -> Attempt.run(program, "attack", library),
                () -> Attempt.run(program, "twin", HARMLESS),
                Protection.FILES);
    }

    private static List<Attack> byMapping() {
        Path mapper = Stage.program("listed/unlisted_file_executable");
        return List.of(
                Stage.within(
                        "anonymous memory, writable and executable",
                        "anonymous_rwx",
                        Protection.ANONYMOUS,
                        Protection.WRITABLE),
                Stage.within(
                        "anonymous memory, written to and then executable", "anonymous_rw_to_rx", Protection.ANONYMOUS),
                Stage.within(
                        "anonymous executable memory that is unmapped again",
                        "anonymous_unmapped_again",
                        Protection.ANONYMOUS),
                Stage.within("code changed in place by mprotect", "text_changed", Protection.CHANGED),
                Stage.within("code changed in place by pkey_mprotect", "text_changed_by_pkey", Protection.CHANGED),
                Stage.within("code made writable", "text_writable", Protection.WRITABLE),
                Stage.within("a changed copy moved over the code", "text_replaced_by_changed", Protection.CHANGED),
                Stage.within("a file in memory, shared and executable", "memory_file_executable", Protection.FILES),
                Stage.within("shmat with SHM_EXEC", "shared_memory_executable", Protection.FILES),
                Attack.of(
                        "an unlisted file mapped executable",
                        () -> Attempt.run(mapper, "attack", INTRUDER),
                        () -> Attempt.run(mapper, "twin", INTRUDER),
                        Protection.FILES),
                Stage.within("listed code moved over other listed code", "text_moved", Protection.MOVED),
                movedInStorm(),
                Stage.within(
                        "the heap, by a personality that is dropped again", "heap_executable", Protection.PERSONALITY),
                Stage.within(
                        "remap_file_pages, by a personality that is dropped again",
                        "pages_remapped_executable",
                        Protection.PERSONALITY,
                        Protection.FILES,
                        Protection.WRITABLE),
                Attack.of(
                        "an executable stack",
                        () -> Attempt.run(Stage.program("listed-static/stack_executable")),
                        () -> Attempt.run(CALLER),
                        Protection.ANONYMOUS,
                        Protection.MOVED),
                Attack.of(
                        "executable memory that no file fills",
                        () -> Attempt.run(Stage.program("listed-static/bss_executable")),
                        () -> Attempt.run(CALLER),
                        Protection.ANONYMOUS),
                Stage.within("/proc/self/mem", "self_mem", Protection.MEMORY),
                Stage.within("/proc/PID/mem, by a child that shares the memory", "child_mem", Protection.MEMORY),
                Stage.within(
                        "a personality that makes memory executable", "personality_executable", Protection.PERSONALITY),
                Stage.within("a child that shares the memory and maps", "child_maps", Protection.ANONYMOUS),
                Stage.within("a child that is forked with executable memory", "forked_with_code", Protection.ANONYMOUS),
                Stage.within("a child that shares the memory and calls", "child_with_memory", Protection.OWNER));
    }

    /** Preempted anywhere, and delayed by a tracer where the gate's programs look something up. */
    private static Attack movedInStorm() {
        Path storm = Stage.program("unlisted/code_moved_in_storm");
        String slowly = """
                mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug
                preempt=/sys/kernel/debug/sched/preempt
                before=$(sed 's/.*(\\(.*\\)).*/\\1/' $preempt)
                cd /sys/kernel/tracing
                echo full >$preempt && echo __htab_map_lookup_elem >set_ftrace_filter || exit 9
                echo 1 >options/func_stack_trace && echo function >current_tracer || exit 9
                %s %s %s 60
                status=$?
                echo nop >current_tracer
                echo 0 >options/func_stack_trace
                echo >set_ftrace_filter
                echo $before >$preempt
                exit $status
                """;
        Path mover = Stage.program("listed/text_moved");
        return Attack.of(
                "listed code moved while others have the kernel move memory",
                () -> Attempt.ofShell(slowly.formatted(storm, "attack", mover)),
                () -> Attempt.run(storm, "twin", mover, 1),
                Protection.MOVED);
    }

    private static List<Attack> byForging() {
        Path forger = Stage.program("unlisted-static/executable_forged");
        return List.of(
                Attack.of(
                        "PR_SET_MM_EXE_FILE",
                        () -> Attempt.run(forger, "attack", CALLER_STATIC),
                        () -> Attempt.run(forger, "twin", CALLER_STATIC),
                        Protection.SET_MM,
                        Protection.HISTORY),
                Attack.of(
                        "PR_SET_MM_MAP",
                        () -> Attempt.run(forger, "attack", CALLER_STATIC, "map"),
                        () -> Attempt.run(forger, "twin", CALLER_STATIC),
                        Protection.SET_MM,
                        Protection.HISTORY));
    }

    private static List<Attack> byNeighbours() {
        return List.of(
                Stage.against("ptrace: code poked", "unlisted/trace_text", VICTIM, Protection.PTRACE),
                Stage.against(
                        "ptrace: registers set, and let go", "unlisted/trace_registers", VICTIM, Protection.PTRACE),
                Stage.against(
                        "ptrace: traced when executed, and let go", "unlisted/trace_exec", VICTIM, Protection.TRACED),
                Stage.within("ptrace: PTRACE_TRACEME", "trace_me", Protection.PTRACE, Protection.TRACED),
                Stage.against("/proc/PID/mem", "unlisted/proc_mem", VICTIM, Protection.PTRACE),
                Stage.against("process_vm_writev", "unlisted/vm_write", VICTIM, Protection.PTRACE),
                Stage.against("pidfd_getfd", "unlisted/descriptor_taken", VICTIM, Protection.PTRACE),
                Stage.against(
                        "pidfd_getfd from one that dies", "unlisted/descriptor_of_dying", VICTIM, Protection.PTRACE),
                Stage.against("uprobe: perf_event_open", "unlisted/probe_text", VICTIM, Protection.PROBES),
                probing("uprobe_events"),
                probing("dynamic_events"));
    }

    private static Attack probing(String file) {
        Path program = Stage.program("unlisted/probe_text_by_tracefs");
        return Attack.of(
                "uprobe: " + file,
                () -> Attempt.run(program, "attack", VICTIM, file),
                () -> Attempt.run(program, "twin", VICTIM, file),
                Protection.PROBES);
    }
}
