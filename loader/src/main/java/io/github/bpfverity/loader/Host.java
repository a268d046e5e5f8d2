package io.github.bpfverity.loader;

import io.github.bpfverity.loader.kernel.Kernel;
import io.github.bpfverity.loader.kernel.SystemCalls;

/** Where things are loaded: the two ways into the kernel, and the machine's shape. */
record Host(Kernel kernel, SystemCalls system, Cpus cpus) {}
