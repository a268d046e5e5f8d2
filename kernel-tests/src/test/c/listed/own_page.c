/* Runs a page of its own that an image of its file system can be searched for, then calls bpf(). */
#include "attack.h"

__asm__(".pushsection .text\n.balign 4096\nmarked:\nmov $1, %eax\nret\n.ascii \"THIS PAGE IS TO BE CHANGED\"\n.balign 4096\n.popsection");
extern char marked[];

int main(void)
{
	if (call_code(marked) != 1)
		end(GRANTED, "changed code ran");
	end_by_bpf();
}
