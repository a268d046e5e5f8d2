/* The gate's own maps, programs and links: who may call bpf() may not reach them, except for the keeper. */
#pragma once

#include "keeper.h"
#include "protect.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct gate_object);
	__type(value, __u32);
} gate_own SEC(".maps");

enum { BPF_PROG_GET_FD_BY_ID = 13, BPF_MAP_GET_FD_BY_ID = 14, BPF_LINK_GET_FD_BY_ID = 30 };

static __always_inline bool is_own(enum gate_object_kind kind, __u32 id)
{
	struct gate_object object = { .kind = kind, .id = id };

	return PROTECTS(GATE_PROTECT_OBJECTS) && bpf_map_lookup_elem(&gate_own, &object);
}

/* Whether the command asks for one of them by its id. For links there is no hook but this one. */
static __always_inline bool asks_for_own(int command, union bpf_attr *attributes)
{
	switch (command) {
	case BPF_MAP_GET_FD_BY_ID:
		return is_own(GATE_OBJECT_MAP, attributes->map_id);
	case BPF_PROG_GET_FD_BY_ID:
		return is_own(GATE_OBJECT_PROGRAM, attributes->map_id);
	case BPF_LINK_GET_FD_BY_ID:
		return is_own(GATE_OBJECT_LINK, attributes->map_id);
	default:
		return false;
	}
}

/* The kernel asks here whenever a process is to get a descriptor, also of what was pinned. */
SEC("?lsm/bpf_map")
int BPF_PROG(gate_bpf_map, struct bpf_map *map)
{
	if (!is_own(GATE_OBJECT_MAP, map->id) || is_keeper(bpf_get_current_task_btf()))
		return 0;
	return refuse(GATE_HOOK_BPF_MAP, map->id, GATE_OWN_OBJECT);
}

SEC("?lsm/bpf_prog")
int BPF_PROG(gate_bpf_prog, struct bpf_prog *program)
{
	if (!is_own(GATE_OBJECT_PROGRAM, program->aux->id) || is_keeper(bpf_get_current_task_btf()))
		return 0;
	return refuse(GATE_HOOK_BPF_PROG, program->aux->id, GATE_OWN_OBJECT);
}
