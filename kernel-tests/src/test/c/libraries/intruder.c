/* A library that nobody listed, and that can audit: its being there is the attack. */
unsigned int la_version(unsigned int version)
{
	return version;
}
