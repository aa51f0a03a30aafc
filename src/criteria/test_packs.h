/* test_packs: the three packs of law/criteria and other files of the source tree, for tests. The
 * tree's place is the environment variable SAOLANG_SOURCE, "." without it. */
#ifndef CRITERIA_TEST_PACKS_H
#define CRITERIA_TEST_PACKS_H

#include "base/test.h"
#include "criteria/pack.h"

enum { TEST_PACKS = 3 };

/* A file of the source tree; the test fails when it cannot be read. */
str test_file(struct arena *a, const char *path);
/* The packs: 0 = qd-26-2026, 1 = qd-148-2023, 2 = qd-1048-2019. Read once, kept for all tests. */
const struct pack *const *test_packs(void);
/* A set of test_packs() by pack number and slug; the test fails when there is none. */
const struct set *test_set(int pack, const char *slug);

#endif
