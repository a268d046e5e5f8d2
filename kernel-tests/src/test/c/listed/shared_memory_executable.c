#include "attack.h"

#include <sys/ipc.h>
#include <sys/shm.h>

int main(int argc, char **argv)
{
	int attack = is_attack(argc, argv);
	int segment = need(shmget(IPC_PRIVATE, PAGE, 0700), "shmget");
	void *memory = shmat(segment, NULL, attack ? SHM_RDONLY | SHM_EXEC : SHM_RDONLY);

	shmctl(segment, IPC_RMID, NULL);
	need_memory(memory, "shmat");
	end_by_bpf();
}
