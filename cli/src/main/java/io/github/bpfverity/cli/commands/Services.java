package io.github.bpfverity.cli.commands;

import io.github.bpfverity.cli.policy.PolicyReader;
import io.github.bpfverity.cli.tasks.Console;
import io.github.bpfverity.cli.tasks.Control;
import io.github.bpfverity.cli.tasks.Doctor;
import io.github.bpfverity.cli.tasks.Door;
import io.github.bpfverity.cli.tasks.Gate;
import io.github.bpfverity.cli.tasks.MetricsDoor;
import io.github.bpfverity.cli.tasks.NeededFiles;
import io.github.bpfverity.cli.tasks.ObjectTask;
import io.github.bpfverity.cli.tasks.Processes;
import io.github.bpfverity.cli.tasks.Supervisor;
import io.github.bpfverity.cli.tasks.ThisProcess;
import io.github.bpfverity.cli.tasks.VerityFiles;
import java.io.PrintStream;

/** What commands reach the world through. A test gives fakes; the program makes each thing on its first use. */
public interface Services {
    /** Where results go. */
    PrintStream out();

    /** Where failures go. */
    PrintStream err();

    /** Both of these, and what is known of them. */
    Console console();

    /** fs-verity of this machine. */
    VerityFiles files();

    /** The processes of this machine. */
    Processes processes();

    /** What programs of this machine need to start. */
    NeededFiles neededFiles();

    /** The examiner of this machine. */
    Doctor doctor();

    /** The maker of gates on this machine's kernel. */
    Gate.Factory gates();

    /** The loader of objects into this machine's kernel. */
    ObjectTask.Loading loading();

    /** The gatekeeper that is at work. */
    Control control();

    /** Where a gatekeeper of this process is asked. */
    Door door();

    /** Where a gatekeeper of this process serves metrics. */
    MetricsDoor metrics();

    /** Who started this process, and keeps what its successor needs. */
    Supervisor supervisor();

    /** The process that this runs in. */
    ThisProcess program();

    /** The reader of policy files. */
    PolicyReader policies();

    /** Runs {@code action} on each SIGHUP from now on, which then does not end the process. */
    void onHangup(Runnable action);

    /** Runs {@code stop} when the process is asked to end, and lets it end when {@code stop}'s work is done. */
    void onTermination(Runnable stop);
}
