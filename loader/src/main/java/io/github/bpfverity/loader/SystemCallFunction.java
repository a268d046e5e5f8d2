package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.SystemCalls;

/** The kernel function behind a system call: most machines' are wrapped, and named for the machine. */
final class SystemCallFunction {
    private SystemCallFunction() {}

    static String of(Host host, String systemCall) {
        SystemCalls system = host.system();
        return new RunningKernel(host.kernel(), system).systemCallPrefix() + "sys_" + systemCall;
    }
}
