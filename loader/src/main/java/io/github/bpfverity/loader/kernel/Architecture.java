package io.github.bpfverity.loader.kernel;

import java.util.Locale;

/**
 * The system call numbers of one machine.
 *
 * <p>Source: {@code arch/x86/entry/syscalls/syscall_64.tbl}, {@code include/uapi/asm-generic/unistd.h}, {@code
 * arch/s390/kernel/syscalls/syscall.tbl}, {@code arch/powerpc/kernel/syscalls/syscall.tbl}.
 *
 * @param openat opens with AT_FDCWD; the generic table has no open
 * @param epollPwait epoll_wait with a signal mask; the generic table has no epoll_wait
 * @param packedEpollEvent whether {@code struct epoll_event} has no gap after its first member
 * @param mmapByReference whether mmap takes the address of its arguments
 */
record Architecture(
        int bpf,
        int read,
        int write,
        int openat,
        int close,
        int ioctl,
        int fcntl,
        int mmap,
        int munmap,
        int epollCreate1,
        int epollCtl,
        int epollPwait,
        int eventfd2,
        int perfEventOpen,
        int prlimit64,
        int getpid,
        int uname,
        int statfs,
        int execve,
        int socket,
        int setsockopt,
        int sendmsg,
        int rtSigaction,
        int mount,
        boolean packedEpollEvent,
        boolean mmapByReference) {

    static Architecture ofThisMachine() {
        return of(System.getProperty("os.arch", ""));
    }

    static Architecture of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" ->
                new Architecture(
                        321, 0, 1, 257, 3, 16, 72, 9, 11, 291, 233, 281, 290, 298, 302, 39, 63, 137, 59, 41, 54, 46, 13,
                        165, true, false);
            case "aarch64", "riscv64", "loongarch64" ->
                new Architecture(
                        280, 63, 64, 56, 57, 29, 25, 222, 215, 20, 21, 22, 19, 241, 261, 172, 160, 43, 221, 198, 208,
                        211, 134, 40, false, false);
            case "s390x" ->
                new Architecture(
                        351, 3, 4, 288, 6, 54, 55, 90, 91, 327, 250, 312, 323, 331, 334, 20, 122, 99, 11, 359, 366, 370,
                        174, 21, false, true);
            case "ppc64", "ppc64le" ->
                new Architecture(
                        361, 3, 4, 286, 6, 54, 55, 90, 91, 315, 237, 303, 314, 319, 325, 20, 122, 99, 11, 326, 339, 341,
                        173, 21, false, false);
            default -> throw new UnsupportedOperationException("no system call numbers for " + name);
        };
    }
}
