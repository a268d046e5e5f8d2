package io.github.bpfverity.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;

/** The compiled program, one object for each byte order, and the names of what is in it. */
public final class GuardObject {
    /** The program for the hook {@code bpf}, section {@code lsm.s/bpf}: decides each call. */
    public static final String HOOK = "gate_bpf";

    /**
     * The program that the gatekeeper runs in its own process, before it attaches {@link #HOOK}, with
     * {@code BPF_PROG_TEST_RUN} and no context: makes that process the {@linkplain Keeper keeper}. Its return value
     * is 0, or {@code -EEXIST} (-17) if there is a keeper already.
     */
    public static final String CLAIM = "gate_claim";

    /**
     * The programs that follow what becomes code in listed processes, and who has what memory. Loaded and attached with
     * {@link #FOLLOWS} set; without it, only scope {@link Scope#EXE} decides.
     */
    public static final List<String> FOLLOWERS = List.of("gate_exec", "gate_fork", "gate_end");

    /** The programs that scope {@link Scope#PROCESS} needs besides {@link #FOLLOWERS}. */
    public static final List<String> CODE_WATCHERS =
            List.of("gate_mmap", "gate_mprotect", "gate_place", "gate_move", "gate_stack", "gate_brk");

    /** The programs that protect trusted processes and the gate's own objects, in both scopes. */
    public static final List<String> PROTECTORS = List.of(
            "gate_ptrace", "gate_traceme", "gate_prctl", "gate_open", "gate_probe", "gate_bpf_map", "gate_bpf_prog");

    /** The program that sees uprobes come; for a kernel that has them. */
    public static final String BREAKPOINTS = "gate_breakpoint";

    /** The program that keeps pins from being opened; for a gate that is to be pinned. */
    public static final String OPEN_PIN = "gate_pin_open";

    /** The programs that keep pins from being removed; for a gate that is to be locked. */
    public static final List<String> LOCKS = List.of(
            "gate_pin_unlink",
            "gate_pin_rmdir",
            "gate_pin_rename",
            "gate_pin_umount",
            "gate_pin_mount",
            "gate_pin_move",
            "gate_pin_pivot",
            "gate_pin_remount",
            "gate_pin_setattr");

    /** The program, of an object of its own, that gives nobody an object by its id while the gate is loaded. */
    public static final String HIDE = "gate_hide";

    /** The iterator over tasks that does what {@link #REQUEST} says, when the keeper reads it to its end. */
    public static final String FIND = "gate_find";

    /** The iterator over maps that counts, in {@link #HELD}, those of the gate's that others than the keeper hold. */
    public static final String HOLDERS = "gate_holders";

    /** Variable: what {@link #HOLDERS} counted. */
    public static final String HELD = "gate_held";

    /** Hash map of what is allowed: {@link DigestKey} to {@link Grant}. Set its size before loading. */
    public static final String ALLOWED = "gate_allowed";

    /** Ring buffer of {@link Event}. */
    public static final String EVENTS = "gate_events";

    /** Per-CPU array with one value at key 0: {@link Counters}. */
    public static final String COUNTERS = "gate_counters";

    /** Variable, zero when loaded, then filled in by {@link #CLAIM}: {@link Keeper}. */
    public static final String KEEPER = "gate_keeper";

    /** Hash map of the memory that is followed, from the kernel's address of it to {@link ProcessRecord}. */
    public static final String PROCESSES = "gate_processes";

    /** Hash map of grants to what a process executes next: {@link ProcessIdentity} to any value of 4 bytes. */
    public static final String GRANTS = "gate_grants";

    /** Hash map of what only the keeper may reach: {@link OwnObject} to any value of 4 bytes. */
    public static final String OWN = "gate_own";

    /** Variable, written by the keeper before it runs {@link #FIND} and read after it: {@link ProcessRequest}. */
    public static final String REQUEST = "gate_request";

    /** Hash map of where a pinned gate is: {@link Place} to the bits of {@link Place.Trait}, in 4 bytes. */
    public static final String PLACES = "gate_places";

    /** Array with one value, to be mapped by the keeper and by who takes over from it: {@link Control}. */
    public static final String CONTROL = "gate_control";

    /** Setting, to be set before loading: the number of a {@link Scope}. */
    public static final String SCOPE = "gate_scope";

    /** Setting, a boolean to be set before loading: {@link #FOLLOWERS} are attached. */
    public static final String FOLLOWS = "gate_follows";

    /** Setting, to be set before loading: the kind of performance event that is a uprobe; none unless it is set. */
    public static final String UPROBE_TYPE = "gate_uprobe_type";

    /** Variable of test builds alone: the bits of each {@link Protection} to do without. */
    public static final String WITHOUT = "gate_without";

    /** Setting, a boolean to be set before loading: decide and report, and deny nothing. */
    public static final String AUDIT = "gate_audit";

    /** Setting, a boolean to be set before loading: also print each decision to the kernel's trace pipe. */
    public static final String TRACE = "gate_trace";

    private GuardObject() {}

    /** The object's file name, for messages. */
    public static String fileName(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? "guard.bpf.el.o" : "guard.bpf.eb.o";
    }

    /** The file name of the object with {@link #HIDE}, for messages. */
    public static String hidingFileName(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? "hide.bpf.el.o" : "hide.bpf.eb.o";
    }

    /** The object's contents, for machines of this byte order. */
    public static byte[] bytes(ByteOrder order) {
        return resource(fileName(order));
    }

    /** The contents of the object with {@link #HIDE}, for machines of this byte order. */
    public static byte[] hidingBytes(ByteOrder order) {
        return resource(hidingFileName(order));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = GuardObject.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program " + name + " is missing from this build");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program " + name + " cannot be read", e);
        }
    }
}
