/* utf8.c: checking and tidying of text from outside, by utf8proc. */
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

bool utf8_valid(str s)
{
    for (ptrdiff_t i = 0; i < s.len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i, s.len - i, &c);
        if (n <= 0)
            return false;
        i += n;
    }
    return true;
}

ptrdiff_t utf8_length(str s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

str utf8_head(str s, ptrdiff_t count)
{
    ptrdiff_t seen = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (((unsigned char)s.at[i] & 0xC0) == 0x80)
            continue;
        if (seen == count)
            return str_sub(s, 0, i);
        seen++;
    }
    return s;
}

/* How many bytes the character at i has when tidying would leave it as it is, else 0: printable
 * ASCII, composed Latin letters (U+00C0 – U+02FF, U+1E00 – U+1EFF: all of Vietnamese), dashes,
 * quotation marks and the ellipsis (U+2010 – U+2026). */
static ptrdiff_t settled_bytes(str s, ptrdiff_t i)
{
    const unsigned char *at = (const unsigned char *)s.at + i;
    ptrdiff_t left = s.len - i;
    if (at[0] < 0x80)
        return at[0] >= 0x20 && at[0] < 0x7F;
    if (left < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    if (at[0] >= 0xC3 && at[0] <= 0xCB)
        return 2;
    if (left < 3 || (at[2] & 0xC0) != 0x80)
        return 0;
    bool letter = at[0] == 0xE1 && at[1] >= 0xB8 && at[1] <= 0xBB;
    bool mark = at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA6;
    return letter || mark ? 3 : 0;
}

/* Nearly all text comes composed and clean already. */
static bool is_settled(str s)
{
    for (ptrdiff_t i = 0, n; i < s.len; i += n) {
        n = settled_bytes(s, i);
        if (n == 0)
            return false;
    }
    return true;
}

/* Drops control and invisible format characters; carriage returns vanish, so CRLF becomes LF. */
static str without_controls(struct arena *a, str s, bool lines)
{
    char *at = new(a, char, s.len + 1);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        utf8proc_int32_t c;
        ptrdiff_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i, s.len - i, &c);
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0x200B
                       || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        bool blank = c == 0xA0 || (!lines && (c == '\n' || c == '\t')) || (lines && c == '\t');
        if (blank)
            at[used++] = ' ';
        else if (!control || (lines && c == '\n'))
            for (ptrdiff_t k = 0; k < n; k++)
                at[used++] = s.at[i + k];
        i += n;
    }
    return (str){ at, used };
}

bool text_clean(struct arena *a, str s, bool lines, str *out)
{
    *out = (str){ NULL, 0 };
    if (is_settled(s)) {
        *out = str_trim(s);
        return true;
    }
    if (!utf8_valid(s))
        return false;
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.at, s.len, &nfc,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0)
        return false;
    arena_undo(a, free, nfc);
    *out = str_trim(without_controls(a, (str){ (const char *)nfc, n }, lines));
    return true;
}
