/* tar_test.c: what is written is read again; what is not ours is refused. */
#include "format/tar.h"

#include <string.h>

#include "base/test.h"

enum { ROOM = 64 << 10 };

struct tape {
    char at[ROOM];
    ptrdiff_t len;
    ptrdiff_t next;                            /* to be read */
    ptrdiff_t piece;                           /* at most so many at a time */
};

static bool tape_write(void *with, const char *at, ptrdiff_t n)
{
    struct tape *t = with;
    if (n > ROOM - t->len)
        return false;
    memcpy(t->at + t->len, at, (size_t)n);
    t->len += n;
    return true;
}

static ptrdiff_t tape_read(void *with, char *to, ptrdiff_t n)
{
    struct tape *t = with;
    n = n < t->len - t->next ? n : t->len - t->next;
    n = n < t->piece ? n : t->piece;
    memcpy(to, t->at + t->next, (size_t)n);
    t->next += n;
    return n;
}

static struct tape *tape_with_two(struct test *t)
{
    struct tape *tape = new(t->a, struct tape, 1);
    struct tar_out out = { tape_write, tape, 1700000000, 0, 0 };
    tape->piece = 100;
    EXPECT(tar_begin(&out, S("manifest.json"), 2) && tar_put(&out, "{}", 2));
    EXPECT(tar_begin(&out, S("blob/ab/cd/x"), 600));
    char body[600];
    memset(body, 'x', sizeof body);
    EXPECT(tar_put(&out, body, 600) && tar_finish(&out));
    return tape;
}

static struct tar_in reading(struct tape *tape)
{
    tape->next = 0;
    return (struct tar_in){ tape_read, tape, 0, 0 };
}

/* Members read before the answer that is not TAR_MEMBER. */
static enum tar_answer walk(struct tape *tape, int *members)
{
    struct tar_in in = reading(tape);
    struct tar_member m;
    enum tar_answer k;
    for (*members = 0; (k = tar_next(&in, &m)) == TAR_MEMBER; ++*members)
        ;
    return k;
}

TEST(tar, members_come_back_as_they_went)
{
    struct tape *tape = tape_with_two(t);
    struct tar_in in = reading(tape);
    struct tar_member m;
    char body[ROOM];
    EXPECT(tar_next(&in, &m) == TAR_MEMBER);
    EXPECT_STR("manifest.json", str_of(m.name));
    EXPECT_INT(2, m.size);
    EXPECT(tar_next(&in, &m) == TAR_MEMBER);
    EXPECT_STR("blob/ab/cd/x", str_of(m.name));
    ptrdiff_t n, sum = 0;
    while ((n = tar_take(&in, body, 64)) > 0)
        sum += n;
    EXPECT_INT(0, n);
    EXPECT_INT(600, sum);
    EXPECT(tar_next(&in, &m) == TAR_END);
    EXPECT_INT(0, tape->len % TAR_BLOCK);
}

TEST(tar, an_archive_that_stops_short_is_broken_wherever_it_stops)
{
    struct tape *tape = tape_with_two(t);
    int members;
    EXPECT(walk(tape, &members) == TAR_END);
    EXPECT_INT(2, members);
    for (ptrdiff_t whole = tape->len; tape->len > 0; tape->len -= tape->len % 37 ? 37 : 1) {
        if (tape->len < whole)
            EXPECT(walk(tape, &members) == TAR_BROKEN);
        if (tape->len < 38)
            break;
    }
}

TEST(tar, bytes_behind_the_end_are_refused)
{
    struct tape *tape = tape_with_two(t);
    int members;
    tape->at[tape->len++] = 0;
    EXPECT(walk(tape, &members) == TAR_BROKEN);
}

TEST(tar, a_changed_header_is_refused)
{
    struct tape *tape = tape_with_two(t);
    int members;
    for (int i = 0; i < TAR_BLOCK; i++) {
        tape->at[i] ^= 1;
        EXPECT(walk(tape, &members) == TAR_BROKEN);
        tape->at[i] ^= 1;
    }
}

TEST(tar, names_that_leave_the_folder_are_refused)
{
    static const char *const wrong[] = { "", "/a", "a/", "a//b", "../a", "a/../b", "a/..",
                                         ".a", "a/.b",
                                         "a b", "a\\b", "a:b", "./a" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        if (tar_name_fine(str_of(wrong[i])))
            test_fail(__FILE__, __LINE__, "%s is taken", wrong[i]);
    EXPECT(tar_name_fine(S("blob/ab/cd/0123")) && tar_name_fine(S("keys/sign.pub")));
    char longest[TAR_NAME_MAX + 2];
    memset(longest, 'a', sizeof longest);
    EXPECT(tar_name_fine((str){ longest, TAR_NAME_MAX }));
    EXPECT(!tar_name_fine((str){ longest, TAR_NAME_MAX + 1 }));
}

TEST(tar, sizes_beyond_eleven_octal_digits_are_refused)
{
    char block[TAR_BLOCK];
    EXPECT(tar_header(S("a"), TAR_SIZE_MAX, 0, block));
    EXPECT(!tar_header(S("a"), TAR_SIZE_MAX + 1, 0, block));
    EXPECT(!tar_header(S("a"), -1, 0, block));
}

TEST(tar, a_member_takes_neither_more_nor_less_than_was_said)
{
    struct tape *tape = new(t->a, struct tape, 1);
    struct tar_out out = { tape_write, tape, 0, 0, 0 };
    EXPECT(tar_begin(&out, S("a"), 3));
    EXPECT(!tar_put(&out, "1234", 4));
    EXPECT(tar_put(&out, "12", 2));
    EXPECT(!tar_finish(&out));
    EXPECT(!tar_begin(&out, S("b"), 0));
}
