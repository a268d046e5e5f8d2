/*
 * What of systemd a gatekeeper needs: keeps the descriptor that a service leaves, and starts the service again with it
 * when it was killed. `store SOCKET COMMAND...`; ends when the service ends by itself.
 */
#include "attack.h"
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

static int kept = -1;

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int server = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	unlink(path);
	if (server < 0 || bind(server, (struct sockaddr *)&address, sizeof(address)) != 0)
		end(ERROR, "%s: %s", path, strerror(errno));
	return server;
}

static void receive(int server)
{
	char text[512] = "", control[CMSG_SPACE(sizeof(int))];
	struct iovec vector = { text, sizeof(text) - 1 };
	struct msghdr message = {
		.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};

	if (recvmsg(server, &message, MSG_CMSG_CLOEXEC) < 0)
		return;
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);

	if (rights && rights->cmsg_type == SCM_RIGHTS && strstr(text, "FDSTORE=1") && strstr(text, "FDNAME=bpf-verity"))
		memcpy(&kept, CMSG_DATA(rights), sizeof(int));
	dprintf(1, "store: %s%s\n", strtok(text, "\n"), kept >= 0 ? ", kept" : "");
}

static pid_t start(char **command)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	if (kept >= 0) {
		char number[20];

		snprintf(number, sizeof(number), "%d", getpid());
		setenv("LISTEN_PID", number, 1);
		setenv("LISTEN_FDS", "1", 1);
		setenv("LISTEN_FDNAMES", "bpf-verity", 1);
		if (kept == 3)
			fcntl(3, F_SETFD, 0);
		else
			dup2(kept, 3);
	}
	execv(command[0], command);
	end(ERROR, "%s: %s", command[0], strerror(errno));
}

int main(int count, char **arguments)
{
	if (count < 3)
		end(ERROR, "a socket and a command are needed");
	int server = listen_at(arguments[1]), status;
	pid_t child;

	setenv("NOTIFY_SOCKET", arguments[1], 1);
	do {
		child = start(arguments + 2);
		dprintf(1, "store: started %d\n", child);
		while (waitpid(child, &status, WNOHANG) == 0) {
			struct pollfd ready = { server, POLLIN, 0 };

			if (poll(&ready, 1, 50) > 0)
				receive(server);
		}
	} while (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	end(WEXITSTATUS(status) == 0 ? GRANTED : ERROR, "the service ended with %d", WEXITSTATUS(status));
}
