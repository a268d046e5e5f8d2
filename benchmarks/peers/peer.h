/*
 * What the C peers have in common. A peer reads lines "WORK TIMES" from standard input, does the work that
 * often, and answers each line with one: the nanoseconds each time took, separated by blanks.
 */
#pragma once

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct work {
    const char *name;
    uint64_t (*run)(void); /* once; answers the nanoseconds that count */
};

static inline uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static inline void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "%s: %s\n", what, strerror(errno));
        exit(1);
    }
}

static inline int serve(const struct work *works)
{
    char name[64];
    int times;

    while (scanf("%63s %d", name, &times) == 2) {
        const struct work *work = works;

        while (work->name && strcmp(work->name, name))
            work++;
        require(work->name != NULL, name);
        for (int i = 0; i < times; i++)
            printf("%llu ", (unsigned long long)work->run());
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
