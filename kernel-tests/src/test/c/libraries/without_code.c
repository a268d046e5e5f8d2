// gcc: -nostdlib -Wl,-z,noseparate-code -Wl,--build-id=none
/* A library with no code: what the dynamic loader does for it, another's code would do. */
extern int puts(const char *);
int (*relocated)(const char *) = puts;
