/* sheet_value.c: decimal digits, day counts, number formats.
 *
 *     days    1900 system: 1 = 01/01/1900, 60 = 29/02/1900 (a day that never was), 61 = 01/03/1900
 *             1904 system: 0 = 01/01/1904
 *     format  dd\/mm\/yyyy;@   [$-42A]d mmmm yyyy   [h]:mm   #,##0.00_);[Red]"đồng"
 *             only the first section counts; quoted, escaped and bracketed text is skipped
 */
#include "media/sheet_value.h"

#include <stdio.h>

#include "base/out.h"

enum {
    DIGITS = 15,                               /* a spreadsheet keeps no more */
    PLAIN_MOST = 30,                           /* zeros written out; beyond: an exponent */
    EXPONENT_MOST = 400,
    FRACTION_DIGITS = 9,
    DAY_SECONDS = 86400,
    DAY_1970_OF_1900 = 25569,
    DAY_1970_OF_1904 = 24107,
    DAY_LAST_OF_1900 = 2958465,                /* 31/12/9999 */
    DAY_LAST_OF_1904 = 2957003,
    LEAP_THAT_WAS_NOT = 60,
};

/* ---------------------------------------------------------------- digits */

/* 0.d1 d2 d3 … times ten to the power of `point`; no digits: zero. */
struct decimal {
    bool negative;
    char digits[DIGITS + 1];                   /* one more, to round by */
    int count;
    int point;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void round_up(struct decimal *d)
{
    int i = d->count;
    while (i > 0 && d->digits[i - 1] == '9')
        i--;
    if (i == 0) {
        d->digits[0] = '1';
        d->count = 1;
        d->point++;
        return;
    }
    d->digits[i - 1]++;
    d->count = i;
}

static void settle(struct decimal *d)
{
    if (d->count > DIGITS) {
        d->count = DIGITS;
        if (d->digits[DIGITS] >= '5')
            round_up(d);
    }
    while (d->count > 0 && d->digits[d->count - 1] == '0')
        d->count--;
    if (d->count == 0)
        *d = (struct decimal){ 0 };
}

/* Digits with one point at most; false without any. What stands behind goes into *rest. */
static bool read_digits(str s, struct decimal *d, str *rest)
{
    bool any = false, fraction = false;
    ptrdiff_t i = 0;
    for (; i < s.len && (is_digit(s.at[i]) || (s.at[i] == '.' && !fraction)); i++) {
        if (s.at[i] == '.') {
            fraction = true;
            continue;
        }
        any = true;
        bool leads = d->count == 0 && s.at[i] == '0';
        if (!leads && d->count <= DIGITS)
            d->digits[d->count++] = s.at[i];
        if (fraction ? leads : !leads)
            d->point += fraction ? -1 : 1;
    }
    *rest = str_after(s, i);
    return any;
}

static bool decimal_read(str s, struct decimal *d)
{
    *d = (struct decimal){ 0 };
    s = str_trim(s);
    if (s.len == 0 || s.len > EXPONENT_MOST)
        return false;
    d->negative = s.at[0] == '-';
    if (d->negative || s.at[0] == '+')
        s = str_after(s, 1);
    str rest;
    if (!read_digits(s, d, &rest))
        return false;
    int64_t exponent = 0;
    if (rest.len > 0) {
        if (rest.at[0] != 'e' && rest.at[0] != 'E')
            return false;
        rest = str_after(rest, rest.len > 1 && rest.at[1] == '+' ? 2 : 1);
        if (!int_read(rest, &exponent) || exponent > EXPONENT_MOST || exponent < -EXPONENT_MOST)
            return false;
    }
    d->point += (int)exponent;
    settle(d);
    return true;
}

static void put_plain(struct out *o, const struct decimal *d)
{
    if (d->point <= 0)
        put_char(o, '0');
    for (int i = 0; i < d->point; i++)
        put_char(o, i < d->count ? d->digits[i] : '0');
    if (d->count > d->point)
        put_char(o, '.');
    for (int i = d->point; i < 0; i++)
        put_char(o, '0');
    for (int i = d->point > 0 ? d->point : 0; i < d->count; i++)
        put_char(o, d->digits[i]);
}

bool value_number(struct arena *a, str stored, str *out)
{
    struct decimal d;
    if (!decimal_read(stored, &d))
        return false;
    struct out *o = out_new(a, .max_bytes = 128);
    if (d.negative)
        put_char(o, '-');
    if (d.point <= PLAIN_MOST && d.point >= -PLAIN_MOST) {
        put_plain(o, &d);
    } else {
        struct decimal one = d;
        one.point = 1;
        put_plain(o, &one);
        put_char(o, 'E');
        put(o, (int32_t)(d.point - 1));
    }
    *out = out_str(o);
    return true;
}

/* ---------------------------------------------------------------- days */

/* The number parted at its point: whole days, and seconds rounded. */
static bool day_parts(str stored, int64_t *day, int64_t *seconds)
{
    struct decimal d;
    if (!decimal_read(stored, &d) || d.negative || d.point > 7)
        return false;
    int64_t fraction = 0, unit = 1;
    *day = 0;
    for (int i = 0; i < d.point; i++)
        *day = *day * 10 + (i < d.count ? d.digits[i] - '0' : 0);
    for (int i = 0; i < FRACTION_DIGITS; i++, unit *= 10) {
        int k = d.point + i;
        fraction = fraction * 10 + (k >= 0 && k < d.count ? d.digits[k] - '0' : 0);
    }
    *seconds = (fraction * DAY_SECONDS + unit / 2) / unit;
    if (*seconds == DAY_SECONDS) {
        *day += 1;
        *seconds = 0;
    }
    return true;
}

static void put_two(struct out *o, int64_t n)
{
    if (n < 10)
        put_char(o, '0');
    put(o, n);
}

static void put_hours(struct out *o, int64_t hours, int64_t seconds)
{
    put_two(o, hours);
    put_char(o, ':');
    put_two(o, seconds / 60 % 60);
}

static bool put_day(struct out *o, int64_t day, bool from_1904)
{
    if (day > (from_1904 ? DAY_LAST_OF_1904 : DAY_LAST_OF_1900) || (day == 0 && !from_1904))
        return false;
    if (!from_1904 && day == LEAP_THAT_WAS_NOT) {
        put(o, S("29/02/1900"));
        return true;
    }
    int64_t first = from_1904 ? DAY_1970_OF_1904
                    : day < LEAP_THAT_WAS_NOT ? DAY_1970_OF_1900 - 1 : DAY_1970_OF_1900;
    put(o, (date){ (int32_t)(day - first) });
    return true;
}

bool value_date(struct arena *a, str stored, enum value_kind kind, bool from_1904, str *out)
{
    int64_t day, seconds;
    if (!day_parts(stored, &day, &seconds))
        return false;
    struct out *o = out_new(a, .max_bytes = 64);
    bool dated = kind == VALUE_DATE || kind == VALUE_MOMENT;
    if (kind == VALUE_MOMENT && day == 0 && !from_1904)
        dated = false;                         /* a time of no day */
    if (dated && !put_day(o, day, from_1904))
        return false;
    if (dated && kind == VALUE_MOMENT && seconds > 0)
        put_char(o, ' ');
    if (!dated || (kind == VALUE_MOMENT && seconds > 0))
        put_hours(o, seconds / 3600 + (kind == VALUE_HOURS ? day * 24 : 0), seconds);
    *out = out_str(o);
    return true;
}

bool value_iso_date(struct arena *a, str stored, str *out)
{
    date day;
    stored = str_trim(stored);
    if (!date_read(str_sub(stored, 0, 10), &day))
        return false;
    *out = show(a, day);
    str hour = str_sub(stored, 11, 16);
    if (hour.len == 5 && stored.at[10] == 'T' && !str_equal(hour, S("00:00")))
        *out = join(a, *out, S(" "), hour);
    return true;
}

/* ---------------------------------------------------------------- formats */

/* What of a format's letters was seen. */
struct letters {
    bool day;
    bool month;                                /* or minute */
    bool hour;
    bool elapsed;
    bool digits;
};

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes of what is skipped at the beginning of `s`; 0: its first letter counts. */
static ptrdiff_t skipped(str s, struct letters *seen)
{
    char k = s.at[0];
    if (k == '\\' || k == '_' || k == '*')
        return 2;
    if (str_starts(s, S("AM/PM")) || str_starts(s, S("am/pm")))
        return 5;
    if (k != '"' && k != '[')
        return 0;
    str inside = str_after(s, 1);
    ptrdiff_t end = str_find(inside, k == '"' ? '"' : ']');
    if (k == '[' && inside.len > 0 && str_find(S("hHmMsS"), inside.at[0]) >= 0 &&
        str_find(S("hHmMsS]"), str_sub(inside, 1, 2).len ? inside.at[1] : ']') >= 0)
        seen->elapsed = true;
    return end < 0 ? s.len : end + 2;
}

static void look_at(char k, struct letters *seen)
{
    seen->day |= k == 'd' || k == 'y';
    seen->month |= k == 'm';
    seen->hour |= k == 'h' || k == 's';
    seen->digits |= k == '#' || k == '?';
}

enum value_kind value_kind_of(str code)
{
    struct letters seen = { 0 };
    for (ptrdiff_t n; code.len > 0 && code.at[0] != ';'; code = str_after(code, n)) {
        n = skipped(code, &seen);
        if (n == 0) {
            look_at(small(code.at[0]), &seen);
            n = 1;
        }
    }
    if (seen.digits)
        return VALUE_NUMBER;
    if (seen.day)
        return seen.hour ? VALUE_MOMENT : VALUE_DATE;
    if (seen.elapsed)
        return VALUE_HOURS;
    if (seen.hour)
        return VALUE_TIME;
    return seen.month ? VALUE_DATE : VALUE_NUMBER;
}

enum value_kind value_kind_known(int64_t id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return VALUE_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47)
        return VALUE_TIME;
    if (id == 46)
        return VALUE_HOURS;
    return id == 22 ? VALUE_MOMENT : VALUE_NUMBER;
}

/* ---------------------------------------------------------------- places */

bool cell_place_read(str s, struct cell_place *out)
{
    *out = (struct cell_place){ 0 };
    ptrdiff_t i = 0;
    for (; i < s.len && i < 3 && s.at[i] >= 'A' && s.at[i] <= 'Z'; i++)
        out->column = out->column * 26 + (s.at[i] - 'A' + 1);
    int64_t row = 0;
    if (i == 0 || out->column > SHEET_COLUMNS_MOST || i == s.len || !is_digit(s.at[i]) ||
        !int_read(str_after(s, i), &row) || row < 1 || row > SHEET_ROWS_MOST)
        return false;
    out->row = (int32_t)row;
    return true;
}

void cell_place_show(struct cell_place at, char to[16])
{
    char letters[8];
    int n = 0;
    for (int32_t c = at.column; c > 0 && n < 7; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    int k = 0;
    while (n > 0)
        to[k++] = letters[--n];
    snprintf(to + k, (size_t)(16 - k), "%d", (int)at.row);
}
