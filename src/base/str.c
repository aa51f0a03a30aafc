/* str.c: slices: compare, cut, join. Nothing here knows about languages; see utf8.c and vi.c. */
#include "base/str.h"

#include <assert.h>
#include <string.h>

str str_of(const char *terminated)
{
    return (str){ terminated, terminated ? (ptrdiff_t)strlen(terminated) : 0 };
}

char *cstr(struct arena *a, str s)
{
    char *copy = new(a, char, s.len + 1);
    if (s.len > 0)
        memcpy(copy, s.at, (size_t)s.len);
    return copy;
}

str str_copy(struct arena *a, str s)
{
    return (str){ cstr(a, s), s.len };
}

bytes bytes_copy(struct arena *a, bytes b)
{
    uint8_t *copy = new(a, uint8_t, b.len + 1);
    if (b.len > 0)
        memcpy(copy, b.at, (size_t)b.len);
    return (bytes){ copy, b.len };
}

bool str_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, (size_t)a.len) == 0);
}

bool str_is(str a, const char *terminated)
{
    return str_equal(a, str_of(terminated));
}

bool str_starts(str s, str with)
{
    return s.len >= with.len && str_equal(str_sub(s, 0, with.len), with);
}

bool str_ends(str s, str with)
{
    return s.len >= with.len && str_equal(str_after(s, s.len - with.len), with);
}

bool str_contains(str s, str part)
{
    return str_find_str(s, part) >= 0;
}

int str_order(str a, str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;
    int c = n > 0 ? memcmp(a.at, b.at, (size_t)n) : 0;
    if (c != 0)
        return c;
    return (a.len > b.len) - (a.len < b.len);
}

bool bytes_equal(bytes a, bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, (size_t)a.len) == 0);
}

static ptrdiff_t clamp(ptrdiff_t n, ptrdiff_t most)
{
    return n < 0 ? 0 : n > most ? most : n;
}

str str_sub(str s, ptrdiff_t from, ptrdiff_t to)
{
    from = clamp(from, s.len);
    to = clamp(to, s.len);
    if (to < from)
        to = from;
    return (str){ s.at ? s.at + from : NULL, to - from };
}

str str_after(str s, ptrdiff_t from)
{
    return str_sub(s, from, s.len);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

str str_trim(str s)
{
    while (s.len > 0 && is_blank(s.at[0]))
        s = str_after(s, 1);
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

str str_cut(str *rest, char at)
{
    ptrdiff_t i = str_find(*rest, at);
    str first = i < 0 ? *rest : str_sub(*rest, 0, i);
    *rest = i < 0 ? (str){ NULL, 0 } : str_after(*rest, i + 1);
    return first;
}

ptrdiff_t str_find(str s, char c)
{
    const char *p = s.len > 0 ? memchr(s.at, c, (size_t)s.len) : NULL;
    return p ? p - s.at : -1;
}

ptrdiff_t str_find_last(str s, char c)
{
    for (ptrdiff_t i = s.len - 1; i >= 0; i--)
        if (s.at[i] == c)
            return i;
    return -1;
}

ptrdiff_t str_find_str(str s, str part)
{
    for (ptrdiff_t i = 0; i + part.len <= s.len; i++)
        if (str_equal(str_sub(s, i, i + part.len), part))
            return i;
    return -1;
}

str str_ascii_lower(struct arena *a, str s)
{
    char *copy = cstr(a, s);
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (str){ copy, s.len };
}

str str_join(struct arena *a, const str *pieces, ptrdiff_t count)
{
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; i < count; i++)
        len += pieces[i].len;
    char *at = new(a, char, len + 1);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (pieces[i].len > 0)
            memcpy(at + used, pieces[i].at, (size_t)pieces[i].len);
        used += pieces[i].len;
    }
    assert(used == len);
    return (str){ at, len };
}

str hex(struct arena *a, bytes b)
{
    static const char digits[] = "0123456789abcdef";
    char *at = new(a, char, 2 * b.len + 1);
    for (ptrdiff_t i = 0; i < b.len; i++) {
        at[2 * i] = digits[b.at[i] >> 4];
        at[2 * i + 1] = digits[b.at[i] & 15];
    }
    return (str){ at, 2 * b.len };
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool hex_read(struct arena *a, str s, bytes *out)
{
    if (s.len % 2 != 0)
        return false;
    uint8_t *at = new(a, uint8_t, s.len / 2 + 1);
    for (ptrdiff_t i = 0; i < s.len / 2; i++) {
        int high = hex_digit(s.at[2 * i]);
        int low = hex_digit(s.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        at[i] = (uint8_t)(high * 16 + low);
    }
    *out = (bytes){ at, s.len / 2 };
    return true;
}
