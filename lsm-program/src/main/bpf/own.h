/* The gate's own maps, programs and links: who may call bpf() may not reach them, except for the keeper. */
#pragma once

#include "keeper.h"
#include "protect.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct gate_object);
	__type(value, __u32);
} gate_own SEC(".maps");

static __always_inline bool is_in_own(enum gate_object_kind kind, __u32 id)
{
	struct gate_object object = { .kind = kind, .id = id };

	return bpf_map_lookup_elem(&gate_own, &object);
}

static __always_inline bool is_own(enum gate_object_kind kind, __u32 id)
{
	return PROTECTS(GATE_PROTECT_OBJECTS) && is_in_own(kind, id);
}

/*
 * Whether the program's answer could stand in place of the gate's. The kernel asks what was attached last first, asks
 * no further after an answer that is not 0, and takes one above 0 for no refusal. Such an answer is given for
 * security_bpf() and its like by fmod_ret; for the hook itself by an LSM program, where the verifier does not look at
 * what it returns (up to 6.11), or by one for a cgroup with bpf_set_retval(), which later kernels do not look at either.
 */
static __always_inline bool overrides_hooks(union bpf_attr *attributes)
{
	__u32 function = attributes->attach_btf_id;

	if (!PROTECTS(GATE_PROTECT_ANSWERS))
		return false;
	switch (attributes->expected_attach_type) {
	case BPF_MODIFY_RETURN:
	case BPF_LSM_CGROUP:
		return is_in_own(GATE_OBJECT_FUNCTION, function);
	case BPF_LSM_MAC:
		return is_in_own(GATE_OBJECT_ANSWER, function);
	default:
		return false;
	}
}

/*
 * GATE_LISTED, or why not even who may call bpf() may call it with this: it asks for one of the gate's objects by its
 * id, or to answer for it. For links there is no hook but this one and that of opening their pins, in pins.h.
 */
static __always_inline enum gate_reason reaches_for_own(int command, union bpf_attr *attributes)
{
	bool own = false;

	switch (command) {
	case BPF_MAP_GET_FD_BY_ID:
		own = is_own(GATE_OBJECT_MAP, attributes->map_id);
		break;
	case BPF_PROG_GET_FD_BY_ID:
		own = is_own(GATE_OBJECT_PROGRAM, attributes->map_id);
		break;
	case BPF_LINK_GET_FD_BY_ID:
		own = is_own(GATE_OBJECT_LINK, attributes->map_id);
		break;
	case BPF_PROG_LOAD:
		return overrides_hooks(attributes) ? GATE_SECURITY_OVERRIDE : GATE_LISTED;
	}
	return own ? GATE_OWN_OBJECT : GATE_LISTED;
}

__u32 gate_held; /* maps of the gate that somebody beside the keeper holds */

/*
 * Run by the keeper once bpf() is denied to others, and before it pins anything: until then everyone could open the
 * gate's maps by their ids, and would hold them still.
 */
SEC("?iter/bpf_map")
int gate_holders(struct bpf_iter__bpf_map *context)
{
	struct bpf_map *map = context->map;

	if (map && is_keeper(bpf_get_current_task_btf()) && is_own(GATE_OBJECT_MAP, map->id) && map->usercnt.counter != 1)
		gate_held++;
	return 0;
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
