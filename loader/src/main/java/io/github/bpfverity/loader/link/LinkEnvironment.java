package io.github.bpfverity.loader.link;

import io.github.bpfverity.btf.KernelBtf;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What linking has to know about the kernel an object is fitted to. Everything is asked for when it is needed. */
public interface LinkEnvironment {
    /** The types of the kernel and of its modules; the same instance every time, so that what it learned is kept. */
    KernelTypes kernelTypes();

    /** Where the types of the kernel and of its modules are read from. */
    default KernelBtf kernelBtf() {
        return kernelTypes().btf();
    }

    /** {@code LINUX_VERSION_CODE}: {@code major << 16 | minor << 8 | min(patch, 255)}. */
    int kernelVersion();

    /**
     * The value of a kernel configuration option, written as in {@code .config}: {@code y}, {@code m}, a number, or
     * text in double quotes.
     *
     * @param name with its {@code CONFIG_}
     * @return empty if the option is not set, or if the kernel's configuration cannot be read
     */
    Optional<String> configuration(String name);

    /**
     * The addresses of those kernel symbols that {@code /proc/kallsyms} has, by name: it is read once, all of it.
     * Functions of one name in several files of the kernel's source have several.
     */
    Map<String, Set<Long>> symbolAddresses(Set<String> names);

    /** Whether {@code bpf_get_attach_cookie} exists ({@code LINUX_HAS_BPF_COOKIE}). */
    boolean hasBpfCookie();

    /** Whether system calls are entered through wrappers that take registers ({@code LINUX_HAS_SYSCALL_WRAPPER}). */
    boolean hasSyscallWrapper();
}
