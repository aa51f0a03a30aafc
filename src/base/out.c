/* out.c: growing text, and how each value of base looks to a person. */
#include "base/out.h"

#include <string.h>

struct out *out_make(struct arena *a, struct out_limits limits)
{
    struct out *o = new(a, struct out, 1);
    o->a = a;
    o->max = limits.max_bytes > 0 ? limits.max_bytes : 1 << 20;
    return o;
}

str out_str(const struct out *o)
{
    return (str){ o->at, o->len };
}

static bool room_for(struct out *o, ptrdiff_t n)
{
    if (o->len + n <= o->cap)
        return true;
    if (o->len + n > o->max) {
        o->full = true;
        return false;
    }
    ptrdiff_t cap = o->cap > 0 ? o->cap * 2 : 256;
    while (cap < o->len + n)
        cap *= 2;
    char *at = new(o->a, char, cap);
    if (o->len > 0)
        memcpy(at, o->at, (size_t)o->len);
    o->at = at;
    o->cap = cap;
    return true;
}

void put_str(struct out *o, str s)
{
    if (s.len == 0 || !room_for(o, s.len))
        return;
    memcpy(o->at + o->len, s.at, (size_t)s.len);
    o->len += s.len;
}

void put_char(struct out *o, char c)
{
    put_str(o, (str){ &c, 1 });
}

void put_int(struct out *o, int64_t n)
{
    char digits[24];
    ptrdiff_t at = (ptrdiff_t)sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    put_str(o, (str){ digits + at, (ptrdiff_t)sizeof digits - at });
}

void put_int32(struct out *o, int32_t n)
{
    put_int(o, n);
}

static void put_padded(struct out *o, int64_t n, int width)
{
    for (int64_t bound = 10; width > 1; width--, bound *= 10)
        if (n < bound) {
            for (; width > 1; width--)
                put_char(o, '0');
            break;
        }
    put_int(o, n);
}

void put_mean(struct out *o, mean m)
{
    int64_t h = mean_hundredths(m);
    put_int(o, h / 100);
    put_char(o, ',');
    put_char(o, (char)('0' + h % 100 / 10));
    put_char(o, (char)('0' + h % 10));
}

static void put_grouped(struct out *o, uint64_t n)
{
    if (n >= 1000) {
        put_grouped(o, n / 1000);
        put_char(o, o->english ? ',' : '.');
        put_char(o, (char)('0' + n / 100 % 10));
        put_char(o, (char)('0' + n / 10 % 10));
        put_char(o, (char)('0' + n % 10));
    } else {
        put_int(o, (int64_t)n);
    }
}

void put_vnd(struct out *o, vnd v)
{
    if (v.dong < 0)
        put_char(o, '-');
    put_grouped(o, v.dong < 0 ? 0 - (uint64_t)v.dong : (uint64_t)v.dong);
    put_str(o, S(" ₫"));
}

static void put_two(struct out *o, int32_t n)
{
    put_char(o, (char)('0' + n / 10 % 10));
    put_char(o, (char)('0' + n % 10));
}

static void put_english_date(struct out *o, struct civil c)
{
    static const char *const months[] = { "January", "February", "March", "April", "May", "June",
                                          "July", "August", "September", "October", "November",
                                          "December" };
    put_int(o, c.day);
    put_char(o, ' ');
    put_str(o, str_of(months[c.month - 1]));
    put_char(o, ' ');
    put_padded(o, c.year, 4);
}

void put_date(struct out *o, date d)
{
    if (d.days == NO_DATE.days)
        return;
    struct civil c = date_civil(d);
    if (o->english) {
        put_english_date(o, c);
        return;
    }
    put_two(o, c.day);
    put_char(o, '/');
    put_two(o, c.month);
    put_char(o, '/');
    put_padded(o, c.year, 4);
}

void put_instant(struct out *o, instant t)
{
    if (t.us == 0)
        return;
    struct clock c = instant_clock(t);
    put_two(o, c.hour);
    put_char(o, ':');
    put_two(o, c.minute);
    put_char(o, ' ');
    put_date(o, c.day);
}

str show_str(struct arena *a, str s)
{
    (void)a;
    return s;
}

#define SHOW_BY(name, type)                                 \
    str show_##name(struct arena *a, type v)                \
    {                                                       \
        struct out *o = out_new(a, .max_bytes = 1024);      \
        put_##name(o, v);                                   \
        return out_str(o);                                  \
    }
SHOW_BY(int, int64_t)
SHOW_BY(int32, int32_t)
SHOW_BY(mean, mean)
SHOW_BY(vnd, vnd)
SHOW_BY(date, date)
SHOW_BY(instant, instant)
