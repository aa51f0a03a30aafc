/* tar: POSIX ustar archives of plain files, streamed: a member of any size passes through a small
 * buffer.
 *
 * Only what this program writes is read: plain files with short, relative, harmless names. Folders,
 * links, long names and other dialects are refused, and so is an archive that stops short or goes
 * on behind its end.
 */
#ifndef FORMAT_TAR_H
#define FORMAT_TAR_H

#include "base/str.h"

enum { TAR_BLOCK = 512, TAR_NAME_MAX = 99 };
#define TAR_SIZE_MAX ((int64_t)077777777777)   /* eleven octal digits: 8 GiB less one */

struct tar_member {
    char name[TAR_NAME_MAX + 1];
    int64_t size;                              /* bytes */
};

/* Segments of letters, digits and "._-", none empty, none beginning with a dot, parted by "/". */
bool tar_name_fine(str name);
/* The header block of a file; false when name or size do not fit. */
bool tar_header(str name, int64_t size, int64_t mtime_s, char block[TAR_BLOCK]) MUST_USE;

/* -- writing ----------------------------------------------------------------------------------- */

struct tar_out {
    bool (*write)(void *with, const char *at, ptrdiff_t n);
    void *with;
    int64_t mtime_s;                           /* of every member */
    int64_t left;                              /* of the member being written */
    int pad;                                   /* zero bytes behind it */
};
/* Begins a member; its bytes follow through tar_put, exactly `size` of them. False when a member
 * before it is not whole, or nothing can be written. */
bool tar_begin(struct tar_out *t, str name, int64_t size) MUST_USE;
bool tar_put(struct tar_out *t, const char *at, ptrdiff_t n) MUST_USE;
/* The two empty blocks at the end. */
bool tar_finish(struct tar_out *t) MUST_USE;

/* -- reading ----------------------------------------------------------------------------------- */

struct tar_in {
    /* bytes read, 0 at the end, -1 trouble */
    ptrdiff_t (*read)(void *with, char *to, ptrdiff_t n);
    void *with;
    int64_t left;                              /* of the member being read */
    int pad;
};

enum tar_answer { TAR_MEMBER, TAR_END, TAR_BROKEN };
/* The next member, skipping what is left of this one. TAR_END when both empty blocks and the end of
 * the bytes have come. */
enum tar_answer tar_next(struct tar_in *t, struct tar_member *out) MUST_USE;
/* Up to n bytes of the member: how many, 0 at its end, -1 when the archive stops short. */
ptrdiff_t tar_take(struct tar_in *t, char *to, ptrdiff_t n) MUST_USE;

#endif
