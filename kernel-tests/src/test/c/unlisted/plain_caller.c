/* What is listed as caller, as a file that is not. */
#include "../listed/caller.c"
