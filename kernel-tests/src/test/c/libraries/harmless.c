/* A library that is listed. */
int harmless(void)
{
	return 1;
}
