/* test: a thin face on cmocka. A test is a sentence:
 *
 *     TEST(council, option_outside_the_pack_is_refused) { ... EXPECT_ERR(ERR_LIMIT, ...); }
 *
 * Every test runs in an arena of its own, `t->a`, and registers itself; test_main() runs them all
 * and prints "N passed, N failed".
 */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

struct test {
    struct arena *a;
    const char *room;
    const char *name;
};

struct test_row {
    const char *room;
    const char *name;
    void (*fn)(struct test *t);
    struct test_row *next;
};

void test_register(struct test_row *row);
/* Runs every test whose "room.name" contains argv[1] (all without it). Exit code. */
int test_main(int argc, char **argv);
/* Fails the running test with a sentence; does not return. */
NO_RETURN void test_fail(const char *file, int line, const char *pattern, ...) PRINTF_LIKE(3, 4);

#define TEST(room, sentence)                                                                 \
    static void test_##room##_##sentence(struct test *t);                                    \
    static struct test_row row_##room##_##sentence = { #room, #sentence,                     \
                                                       test_##room##_##sentence, NULL };     \
    __attribute__((constructor)) static void add_##room##_##sentence(void)                   \
    {                                                                                        \
        test_register(&row_##room##_##sentence);                                             \
    }                                                                                        \
    static void test_##room##_##sentence(UNUSED struct test *t)

#define EXPECT(condition)                                                                    \
    do {                                                                                     \
        if (!(condition))                                                                    \
            test_fail(__FILE__, __LINE__, "%s does not hold", #condition);                   \
    } while (0)

#define EXPECT_INT(want, got)                                                                \
    do {                                                                                     \
        long long want_ = (long long)(want), got_ = (long long)(got);                        \
        if (want_ != got_)                                                                   \
            test_fail(__FILE__, __LINE__, "%s: wanted %lld, got %lld", #got, want_, got_);   \
    } while (0)

#define EXPECT_STR(want, got)                                                                \
    do {                                                                                     \
        str want_ = str_of(want), got_ = (got);                                              \
        if (!str_equal(want_, got_))                                                         \
            test_fail(__FILE__, __LINE__, "%s: wanted \"%s\", got \"%.*s\"", #got, want_.at, \
                      (int)got_.len, got_.at ? got_.at : "");                                \
    } while (0)

#define EXPECT_ERR(want, got)                                                                \
    do {                                                                                     \
        enum err want_ = (want), got_ = (got);                                               \
        if (want_ != got_)                                                                   \
            test_fail(__FILE__, __LINE__, "%s: wanted %s, got %s", #got, err_name(want_).at, \
                      err_name(got_).at);                                                    \
    } while (0)

#define EXPECT_OK(got) EXPECT_ERR(OK, got)

#endif
