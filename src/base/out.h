/* out: growing text with a ceiling. A text that reaches its ceiling is cut there and says so in
 * `full`; the caller answers ERR_LIMIT.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/num.h"
#include "base/str.h"
#include "base/when.h"

struct out {
    struct arena *a;
    char *at;
    ptrdiff_t len;
    ptrdiff_t cap;
    ptrdiff_t max;                             /* ceiling in bytes */
    bool full;                                 /* something did not fit */
    bool english;                              /* read by an English reader: days, money, words */
};

struct out_limits {
    ptrdiff_t max_bytes;
};

struct out *out_make(struct arena *a, struct out_limits limits);
#define out_new(a, ...) out_make((a), (struct out_limits){ __VA_ARGS__ })

/* What was written so far; valid until the next put. */
str out_str(const struct out *o);

void put_str(struct out *o, str s);
void put_char(struct out *o, char c);
void put_int(struct out *o, int64_t n);
void put_int32(struct out *o, int32_t n);
void put_mean(struct out *o, mean m);          /* 89,67 */
void put_vnd(struct out *o, vnd v);            /* 1.250.000 ₫ */
void put_date(struct out *o, date d);          /* 02/09/2026, in English 2 September 2026; nothing
                                                * for NO_DATE */
void put_instant(struct out *o, instant t);    /* 14:05 02/09/2026, Hanoi time; nothing for zero */

/* Prints a value as people read it; the type decides. */
#define put(o, x)                                                                            \
    _Generic((x), str: put_str, char: put_char, int32_t: put_int32, int64_t: put_int,        \
             mean: put_mean, vnd: put_vnd, date: put_date, instant: put_instant)((o), (x))

/* A value as text: show(cx->a, m) gives 89,67. */
#define show(a, x)                                                                           \
    _Generic((x), str: show_str, int32_t: show_int32, int64_t: show_int, mean: show_mean,    \
             vnd: show_vnd, date: show_date, instant: show_instant)((a), (x))

str show_str(struct arena *a, str s);
str show_int(struct arena *a, int64_t n);
str show_int32(struct arena *a, int32_t n);
str show_mean(struct arena *a, mean m);
str show_vnd(struct arena *a, vnd v);
str show_date(struct arena *a, date d);
str show_instant(struct arena *a, instant t);

#endif
