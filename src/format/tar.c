/* tar.c: ustar blocks.
 *
 *   0 name 100 | 100 mode 8 | 108 uid 8 | 116 gid 8 | 124 size 12 | 136 mtime 12 | 148 sum 8 |
 *   156 type 1 | 157 link 100 | 257 "ustar" 0 "00" | 265 owner, group, device | 345 prefix 155
 *
 * Numbers are octal digits ended by a zero byte. The sum counts every byte of the block, its own
 * field as spaces.
 */
#include "format/tar.h"

#include <string.h>

enum {
    AT_MODE = 100, AT_UID = 108, AT_GID = 116, AT_SIZE = 124, AT_MTIME = 136, AT_SUM = 148,
    AT_TYPE = 156, AT_LINK = 157, AT_MAGIC = 257, AT_PREFIX = 345, AT_END = 500,
};

static const char magic[8] = { 'u', 's', 't', 'a', 'r', 0, '0', '0' };

static bool name_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
           || c == '_' || c == '-';
}

bool tar_name_fine(str name)
{
    bool begins = true;                        /* of a segment */
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (c == '/' ? begins : !name_letter(c) || (begins && c == '.'))
            return false;
        begins = c == '/';
    }
    return name.len <= TAR_NAME_MAX && !begins;
}

static void put_octal(char *at, int width, int64_t n)
{
    at[--width] = 0;
    while (width > 0) {
        at[--width] = (char)('0' + (n & 7));
        n >>= 3;
    }
}

static bool get_octal(const char *at, int width, int64_t *out)
{
    *out = 0;
    int i = 0;
    for (; i < width && at[i] >= '0' && at[i] <= '7'; i++)
        *out = *out * 8 + (at[i] - '0');
    return i > 0 && i < width && (at[i] == 0 || at[i] == ' ');
}

static int64_t sum_of(const char *block)
{
    int64_t sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++)
        sum += i >= AT_SUM && i < AT_TYPE ? ' ' : (unsigned char)block[i];
    return sum;
}

bool tar_header(str name, int64_t size, int64_t mtime_s, char block[TAR_BLOCK])
{
    if (!tar_name_fine(name) || size < 0 || size > TAR_SIZE_MAX || mtime_s < 0
        || mtime_s > TAR_SIZE_MAX)
        return false;
    memset(block, 0, TAR_BLOCK);
    memcpy(block, name.at, (size_t)name.len);
    put_octal(block + AT_MODE, 8, 0600);
    put_octal(block + AT_UID, 8, 0);
    put_octal(block + AT_GID, 8, 0);
    put_octal(block + AT_SIZE, 12, size);
    put_octal(block + AT_MTIME, 12, mtime_s);
    block[AT_TYPE] = '0';
    memcpy(block + AT_MAGIC, magic, sizeof magic);
    put_octal(block + AT_SUM, 7, sum_of(block));
    block[AT_SUM + 7] = ' ';
    return true;
}

static int pad_of(int64_t size)
{
    return (int)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}

/* -- writing ----------------------------------------------------------------------------------- */

static bool end_member(struct tar_out *t)
{
    static const char zeroes[TAR_BLOCK];
    int pad = t->pad;
    t->pad = 0;
    return t->left == 0 && (pad == 0 || t->write(t->with, zeroes, pad));
}

bool tar_begin(struct tar_out *t, str name, int64_t size)
{
    char block[TAR_BLOCK];
    if (!end_member(t) || !tar_header(name, size, t->mtime_s, block))
        return false;
    t->left = size;
    t->pad = pad_of(size);
    return t->write(t->with, block, TAR_BLOCK);
}

bool tar_put(struct tar_out *t, const char *at, ptrdiff_t n)
{
    if (n > t->left)
        return false;
    t->left -= n;
    return n == 0 || t->write(t->with, at, n);
}

bool tar_finish(struct tar_out *t)
{
    static const char zeroes[2 * TAR_BLOCK];
    return end_member(t) && t->write(t->with, zeroes, sizeof zeroes);
}

/* -- reading ----------------------------------------------------------------------------------- */

static bool read_whole(struct tar_in *t, char *to, ptrdiff_t n)
{
    while (n > 0) {
        ptrdiff_t got = t->read(t->with, to, n);
        if (got <= 0)
            return false;
        to += got;
        n -= got;
    }
    return true;
}

static bool all_zero(const char *at, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static bool parse(const char *block, struct tar_member *out)
{
    int64_t sum;
    bool ours = get_octal(block + AT_SUM, 8, &sum) && sum == sum_of(block)
                && (block[AT_TYPE - 1] == ' ' || block[AT_TYPE - 1] == 0)
                && memcmp(block + AT_MAGIC, magic, sizeof magic) == 0 && block[AT_TYPE] == '0'
                && all_zero(block + AT_LINK, AT_MAGIC - AT_LINK)
                && all_zero(block + AT_PREFIX, TAR_BLOCK - AT_PREFIX) && block[TAR_NAME_MAX] == 0;
    if (!ours || !get_octal(block + AT_SIZE, 12, &out->size))
        return false;
    memcpy(out->name, block, sizeof out->name);
    return tar_name_fine(str_of(out->name));
}

/* Reads on to the next header. */
static bool skip_rest(struct tar_in *t)
{
    char piece[8 << 10];
    ptrdiff_t n;
    while ((n = tar_take(t, piece, sizeof piece)) > 0)
        ;
    return n == 0;
}

/* The second empty block, and nothing behind it. */
static bool at_end(struct tar_in *t)
{
    char block[TAR_BLOCK];
    return read_whole(t, block, TAR_BLOCK) && all_zero(block, TAR_BLOCK)
           && t->read(t->with, block, 1) == 0;
}

enum tar_answer tar_next(struct tar_in *t, struct tar_member *out)
{
    char block[TAR_BLOCK];
    if (!skip_rest(t) || !read_whole(t, block, TAR_BLOCK))
        return TAR_BROKEN;
    if (all_zero(block, TAR_BLOCK))
        return at_end(t) ? TAR_END : TAR_BROKEN;
    if (!parse(block, out))
        return TAR_BROKEN;
    t->left = out->size;
    t->pad = pad_of(out->size);
    return TAR_MEMBER;
}

ptrdiff_t tar_take(struct tar_in *t, char *to, ptrdiff_t n)
{
    char zeroes[TAR_BLOCK];
    if (t->left == 0) {
        int pad = t->pad;
        t->pad = 0;
        return read_whole(t, zeroes, pad) && all_zero(zeroes, pad) ? 0 : -1;
    }
    ptrdiff_t got = t->read(t->with, to, n < t->left ? n : (ptrdiff_t)t->left);
    if (got <= 0)
        return -1;
    t->left -= got;
    return got;
}
