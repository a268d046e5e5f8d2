/*
 * Attached while the gate is loaded and until it is attached itself: nobody, its keeper included, gets a map, a program
 * or a link by its id. Until then bpf() is everybody's, and who opened the gate's maps could list a digest or name
 * itself the keeper, and close them again. It has no map and no setting that somebody could change.
 */
#include <bpf/bpf_tracing.h>

#include "kernel.h"

char _license[] SEC("license") = "GPL";

SEC("lsm/bpf")
int BPF_PROG(gate_hide, int command)
{
	switch (command) {
	case BPF_PROG_GET_FD_BY_ID:
	case BPF_MAP_GET_FD_BY_ID:
	case BPF_LINK_GET_FD_BY_ID:
		return -ENOENT;
	default:
		return 0;
	}
}
