/* str: slices of text, a pointer and a length; never owned, not terminated.
 *
 * Inside the program every str that came through the edge is valid UTF-8 in NFC. <string.h>
 * stays in base/: the rest of the program uses these.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct {
    const char *at;
    ptrdiff_t len;
} str;

/* Bytes that are not text: hashes, sort keys. The database keeps them apart from str. */
typedef struct {
    const uint8_t *at;
    ptrdiff_t len;
} bytes;

/* A slice of a literal. */
#define S(literal) ((str){ ("" literal), (ptrdiff_t)sizeof(literal) - 1 })

/* A slice of a terminated string; NULL gives the empty str. */
str str_of(const char *terminated);
/* A terminated copy for a library that wants a zero byte. */
char *cstr(struct arena *a, str s);
/* A copy that lives in the arena. */
str str_copy(struct arena *a, str s);
bytes bytes_copy(struct arena *a, bytes b);

bool str_equal(str a, str b);
bool str_is(str a, const char *terminated);
bool str_starts(str s, str with);
bool str_ends(str s, str with);
bool str_contains(str s, str part);
/* Byte order: below zero, zero, above zero. */
int str_order(str a, str b);
bool bytes_equal(bytes a, bytes b);

/* From byte `from` up to, without, byte `to`; both are clamped to the slice. */
str str_sub(str s, ptrdiff_t from, ptrdiff_t to);
str str_after(str s, ptrdiff_t from);
/* Without ASCII white space at both ends. */
str str_trim(str s);
/* Cuts *rest at the first `at`: gives what stands before, leaves in *rest what stands behind.
 * Without the mark, gives all and leaves the empty str. */
str str_cut(str *rest, char at);
/* Position of the first / last byte `c`, or -1. */
ptrdiff_t str_find(str s, char c);
ptrdiff_t str_find_last(str s, char c);
/* Position of the first `part`, or -1. */
ptrdiff_t str_find_str(str s, str part);
/* ASCII letters made small; other bytes stay. For header names and hexadecimal digits only. */
str str_ascii_lower(struct arena *a, str s);
/* The pieces joined without anything between them. */
str str_join(struct arena *a, const str *pieces, ptrdiff_t count);
#define join(a, ...) \
    str_join((a), (const str[]){ __VA_ARGS__ }, \
             (ptrdiff_t)(sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)))

/* Bytes as small hexadecimal digits, and back (false when it is not an even run of digits). */
str hex(struct arena *a, bytes b);
bool hex_read(struct arena *a, str s, bytes *out);

#endif
