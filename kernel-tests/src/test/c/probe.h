/* Where a uprobe has to be to change the code of the victim: in the middle of an instruction, which it overwrites. */
#pragma once

#include "victim.h"

/* The offset in its file of an address of the victim. */
static inline unsigned long offset_of(const struct victim *victim, unsigned long address)
{
	char path[64], line[512];
	unsigned long from, to, offset;

	snprintf(path, sizeof(path), "/proc/%d/maps", victim->pid);
	FILE *maps = fopen(path, "r");

	need(maps ? 0 : -1, path);
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %*s %lx", &from, &to, &offset) == 3 && from <= address && address < to) {
			fclose(maps);
			return address - from + offset;
		}
	end(ERROR, "%lx is not mapped", address);
}

/* The second byte of the instruction that says what `spare` returns. */
static inline unsigned long place_of_probe(const struct victim *victim)
{
	return offset_of(victim, victim->spare + 1);
}
