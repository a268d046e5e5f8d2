/*
 * Calls bpf() without end until the file that is named appears, then says how often it was granted and denied: GRANTED
 * if ever. `loop FILE`.
 */
#include "attack.h"

int main(int count, char **arguments)
{
	unsigned long granted = 0, denied = 0;

	if (count != 2)
		end(ERROR, "a file is needed");
	do {
		for (int i = 0; i < 100; i++) {
			int error = call_bpf();

			if (error == EPERM)
				denied++;
			else if (error == 0)
				granted++;
			else
				end(ERROR, "bpf: %s", strerror(error));
		}
		usleep(2000); /* who watches has to keep up */
	} while (access(arguments[1], F_OK) != 0);
	end(granted ? GRANTED : DENIED, "%lu granted, %lu denied", granted, denied);
}
