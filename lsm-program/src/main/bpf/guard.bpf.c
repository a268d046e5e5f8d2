/*
 * The gate on bpf(): who may call it.
 *
 * Granted are the gatekeeper's own process, processes that have a grant, and, by the setting gate_scope, processes
 * whose executable, or all of whose code, is files with listed fs-verity digests. All else is denied, and so is
 * whatever cannot be determined.
 *
 *   gate.h        the records shared with user space
 *   kernel.h      the kernel's types and functions
 *   policy.h      what is listed, and the settings
 *   digest.h      a file's digest
 *   executable.h  a process's executable
 *   repeats.h     calls that repeat
 *   process.h     the records of processes, by files.h
 *   decide.h      whether a process may call bpf()
 *   history.h     hooks: what becomes code in a process
 *   protect.h     hooks: no tracing of trusted processes
 *   open.h        hooks: files of the kernel's, and events, that undo the above
 *   own.h         hooks: no reaching the gate's own objects
 *   pins.h        hooks: the names on bpffs that keep the gate
 *   keeper.h      the gatekeeper's process
 *   find.h        grants to processes
 *   report.h      events, counters, trace lines
 */
#include <bpf/bpf_tracing.h>

#include "find.h"
#include "open.h"
#include "own.h"
#include "pins.h"

char _license[] SEC("license") = "GPL";

/* Brings the records into the object's type information, where user space's tests look them up. */
const union gate_records *gate_records;

/*
 * The hook. Its arguments after the second differ between kernels and decide nothing. What an earlier
 * program or module answered needs no look either: the kernel asks no further after the first refusal.
 */
SEC("lsm.s/bpf")
int BPF_PROG(gate_bpf, int command, union bpf_attr *attributes)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct evidence evidence;
	enum gate_reason reason = decide(task, &evidence);

	if (verdict_of(reason) == GATE_GRANTED && reason != GATE_KEEPER) {
		enum gate_reason beyond = reaches_for_own(command, attributes);

		if (beyond != GATE_LISTED)
			reason = beyond;
	}
	enum gate_verdict verdict = verdict_of(reason);

	if (verdict == GATE_GRANTED && evidence.process && is_repeat(evidence.process, task, command, reason))
		tally(verdict, reason);
	else
		report(GATE_HOOK_BPF, command, verdict, reason, evidence.digest, true);
	return verdict == GATE_GRANTED ? 0 : answer_to(reason);
}

/*
 * Run by the gatekeeper, in its own process and before it attaches the hook: makes that process the keeper and
 * says in gate_keeper what this kernel offers. Returns 0, or -EEXIST if there is a keeper already.
 */
SEC("syscall")
int gate_claim(void *context)
{
	(void)context;
	struct task_struct *task = bpf_get_current_task_btf();
	enum gate_digest_source source = digest_source();

	if (source == GATE_DIGEST_FROM_KFUNC && !scratch_of(task))
		source = GATE_DIGEST_NO_SCRATCH; /* as on 6.18 and later where the CPU lacks cmpxchg16b */
	gate_keeper.digest_source = source;
	return claim(task) ? 0 : -EEXIST;
}
