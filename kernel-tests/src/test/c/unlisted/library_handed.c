/*
 * Starts a listed program under a seccomp filter, whose supervisor answers every openat(2) with a file of its own:
 * `library_handed attack PROGRAM LIBRARY`, with a changed C library; the twin's is the listed one.
 */
#include "attack.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

/* The supervisor has the filter, too: it opens by open(2). */
static int install(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };

	return need(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program), "seccomp");
}

static void answer(int listener, const char *library)
{
	struct seccomp_notif asked = { 0 };

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0)
		return;
	struct seccomp_notif_addfd file = {
		.id = asked.id, .flags = SECCOMP_ADDFD_FLAG_SEND, .srcfd = need(syscall(SYS_open, library, O_RDONLY), library),
	};

	need(ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &file), "SECCOMP_IOCTL_NOTIF_ADDFD");
	close(file.srcfd);
}

int main(int argc, char **argv)
{
	is_attack(argc, argv);
	if (argc != 4)
		end(ERROR, "PROGRAM and LIBRARY are needed");
	int listener = install(), status;
	pid_t child = need(fork(), "fork");

	if (child == 0) {
		close(listener);
		execl(argv[2], argv[2], NULL);
		end(ERROR, "%s: %s", argv[2], strerror(errno));
	}
	while (waitpid(child, &status, WNOHANG) == 0) {
		struct pollfd ready = { listener, POLLIN, 0 };

		if (poll(&ready, 1, 20) > 0)
			answer(listener, argv[3]);
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : ERROR);
}
