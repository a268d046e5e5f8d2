/* Under a personality that makes readable memory executable. */
#include "attack.h"

#include <sys/personality.h>

int main(int argc, char **argv)
{
	need(personality(is_attack(argc, argv) ? READ_IMPLIES_EXEC : ADDR_NO_RANDOMIZE), "personality");
	end_by_bpf();
}
