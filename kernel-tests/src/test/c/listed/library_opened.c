// gcc: -ldl
/* Opens its third argument, a library, with dlopen(). */
#include "attack.h"

#include <dlfcn.h>

int main(int argc, char **argv)
{
	is_attack(argc, argv);
	if (!dlopen(argv[2], RTLD_NOW))
		end(ERROR, "%s", dlerror());
	end_by_bpf();
}
