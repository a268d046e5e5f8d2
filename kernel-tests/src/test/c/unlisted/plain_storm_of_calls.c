/* What is listed as storm_of_calls, as a file that is not. */
#include "../listed/storm_of_calls.c"
