/* One request to the kernel by io_uring, done by a worker of its own: files opened, removed and renamed by no system call. */
#pragma once

#include "attack.h"
#include <linux/io_uring.h>

static inline void *ring_memory(int ring, size_t size, off_t what)
{
	return need_memory(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, what), "mmap of a ring");
}

/* The result as a system call gives it: -1 and errno. `other` is the new name to rename to. */
static inline long by_ring(int operation, const char *path, const char *other)
{
	struct io_uring_params parameters = { 0 };
	int ring = need(syscall(SYS_io_uring_setup, 1, &parameters), "io_uring_setup");
	char *submitted = ring_memory(ring, parameters.sq_off.array + sizeof(uint32_t), IORING_OFF_SQ_RING);
	char *completed =
		ring_memory(ring, parameters.cq_off.cqes + 2 * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	struct io_uring_sqe *request = ring_memory(ring, sizeof(*request), IORING_OFF_SQES);

	memset(request, 0, sizeof(*request));
	request->opcode = operation;
	request->flags = IOSQE_ASYNC;
	request->fd = AT_FDCWD;
	request->addr = (uintptr_t)path;
	if (operation == IORING_OP_RENAMEAT) {
		request->len = AT_FDCWD;
		request->addr2 = (uintptr_t)other;
	}
	*(uint32_t *)(submitted + parameters.sq_off.array) = 0;
	*(volatile uint32_t *)(submitted + parameters.sq_off.tail) = 1;
	need(syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0), "io_uring_enter");
	int result = ((struct io_uring_cqe *)(completed + parameters.cq_off.cqes))->res;

	close(ring);
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}
