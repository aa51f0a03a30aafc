/* when.c: the calendar by Howard Hinnant's day counting (chrono-Compatible Low-Level Date
 * Algorithms), and Hanoi time as UTC + 7 h. */
#include "base/when.h"

#include <time.h>

#include "base/num.h"
#include "base/out.h"

enum { HANOI_OFFSET_S = 7 * 3600, DAY_S = 86400 };

date date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t yoe = y - era * 400;
    int32_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (date){ era * 146097 + doe - 719468 };
}

struct civil date_civil(date d)
{
    int32_t z = d.days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    struct civil c = { .day = doy - (153 * mp + 2) / 5 + 1, .month = mp < 10 ? mp + 3 : mp - 9 };
    c.year = yoe + era * 400 + (c.month <= 2);
    return c;
}

bool date_known(date d)
{
    return d.days != INT32_MIN;
}

static bool same_civil(struct civil a, struct civil b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

bool date_read(str s, date *out)
{
    bool iso = str_find(s, '-') >= 0;
    char mark = iso ? '-' : '/';
    int64_t n[3];
    for (int i = 0; i < 3; i++) {
        str piece = str_cut(&s, mark);
        if (piece.len > 4 || !int_read(piece, &n[i]) || n[i] < 1)
            return false;
    }
    if (s.len > 0)
        return false;
    struct civil c = { .year = (int32_t)(iso ? n[0] : n[2]), .month = (int32_t)n[1],
                       .day = (int32_t)(iso ? n[2] : n[0]) };
    if (c.year < 1900 || c.month > 12 || c.day > 31)
        return false;
    date d = date_of(c.year, c.month, c.day);
    if (!same_civil(date_civil(d), c))
        return false;
    *out = d;
    return true;
}

static void put_fixed(struct out *o, int32_t n, int width)
{
    int32_t unit = 1;
    for (int i = 1; i < width; i++)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        put_char(o, (char)('0' + n / unit % 10));
}

static void put_iso(struct out *o, date d)
{
    struct civil c = date_civil(d);
    put_fixed(o, c.year, 4);
    put_char(o, '-');
    put_fixed(o, c.month, 2);
    put_char(o, '-');
    put_fixed(o, c.day, 2);
}

str date_iso(struct arena *a, date d)
{
    if (!date_known(d))
        return S("");
    struct out *o = out_new(a, .max_bytes = 32);
    put_iso(o, d);
    return out_str(o);
}

date date_add_months(date d, int32_t months)
{
    struct civil c = date_civil(d);
    int32_t m = c.year * 12 + c.month - 1 + months;
    struct civil want = { .year = m / 12, .month = m % 12 + 1, .day = c.day };
    while (!same_civil(date_civil(date_of(want.year, want.month, want.day)), want))
        want.day--;
    return date_of(want.year, want.month, want.day);
}

date date_add_days(date d, int32_t days)
{
    return (date){ d.days + days };
}

instant instant_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (instant){ (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 };
}

static int64_t floor_div(int64_t n, int64_t by)
{
    return n >= 0 ? n / by : -((-n + by - 1) / by);
}

struct clock instant_clock(instant t)
{
    int64_t s = floor_div(t.us, 1000000) + HANOI_OFFSET_S;
    int64_t day = floor_div(s, DAY_S);
    int32_t rest = (int32_t)(s - day * DAY_S);
    return (struct clock){ .day = { (int32_t)day }, .hour = rest / 3600,
                           .minute = rest / 60 % 60, .second = rest % 60 };
}

date instant_date(instant t)
{
    return instant_clock(t).day;
}

instant date_begins(date d)
{
    return (instant){ ((int64_t)d.days * DAY_S - HANOI_OFFSET_S) * 1000000 };
}

instant instant_add_seconds(instant t, int64_t seconds)
{
    return (instant){ t.us + seconds * 1000000 };
}

static void put_hms(struct out *o, struct clock c)
{
    put_fixed(o, c.hour, 2);
    put_char(o, ':');
    put_fixed(o, c.minute, 2);
    put_char(o, ':');
    put_fixed(o, c.second, 2);
}

str instant_iso(struct arena *a, instant t)
{
    struct clock c = instant_clock(t);
    struct out *o = out_new(a, .max_bytes = 64);
    put_iso(o, c.day);
    put_char(o, 'T');
    put_hms(o, c);
    put_str(o, S("+07:00"));
    return out_str(o);
}

str instant_hms(struct arena *a, instant t)
{
    struct out *o = out_new(a, .max_bytes = 64);
    put_hms(o, instant_clock(t));
    return out_str(o);
}
