/* vi.c: folding through utf8proc's decomposition, order through ICU's collator for `vi`. */
#include "base/vi.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include <utf8proc.h>

#include "base/out.h"
#include "base/utf8.h"

static int32_t fold_letter(int32_t c)
{
    if (c == 0x111 || c == 0x110)              /* đ Đ do not decompose */
        return 'd';
    return utf8proc_tolower(c);
}

static bool is_word(int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_LL || k == UTF8PROC_CATEGORY_LO || k == UTF8PROC_CATEGORY_LU
           || k == UTF8PROC_CATEGORY_ND;
}

/* A y that is its word's only vowel letter reads as i: "ky thuat" and "ki thuat" meet. */
static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static void y_to_i(char *at, ptrdiff_t len)
{
    ptrdiff_t y = -1;
    for (ptrdiff_t i = 0; i < len; i++) {
        if (is_vowel(at[i]))
            return;
        if (at[i] == 'y' && y >= 0)
            return;
        if (at[i] == 'y')
            y = i;
    }
    if (y >= 0 && y == len - 1)
        at[y] = 'i';
}

str vi_fold(struct arena *a, str s)
{
    char *at = new(a, char, s.len * 3 + 2);
    ptrdiff_t used = 0;
    ptrdiff_t word = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        utf8proc_int32_t c;
        ptrdiff_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i, s.len - i, &c);
        if (n <= 0)
            break;
        i += n;
        utf8proc_int32_t parts[8];
        int boundary = 0;
        ptrdiff_t count = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
        int32_t letter = count > 0 && count <= 8 ? fold_letter(parts[0]) : ' ';
        if (count > 0 && utf8proc_category(parts[0]) == UTF8PROC_CATEGORY_MN)
            continue;                          /* a mark on its own: NFD text */
        if (is_word(letter)) {
            used += utf8proc_encode_char(letter, (utf8proc_uint8_t *)at + used);
        } else if (used > word) {
            y_to_i(at + word, used - word);
            at[used++] = ' ';
            word = used;
        }
    }
    y_to_i(at + word, used - word);
    return str_trim((str){ at, used });
}

str vi_slug(struct arena *a, str s)
{
    str folded = vi_fold(a, s);
    char *at = cstr(a, folded);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < folded.len; i++)
        if ((unsigned char)at[i] < 0x80)
            at[used++] = at[i] == ' ' ? '-' : at[i];
    return (str){ at, used };
}

/* One for the whole process, for ever: ICU promises that reading a collator is safe from any
 * thread. */
static UCollator *collator(void)
{
    static _Atomic(UCollator *) held;
    UCollator *have = atomic_load(&held);
    if (have)
        return have;
    UErrorCode e = U_ZERO_ERROR;
    UCollator *fresh = ucol_open("vi", &e);
    assert(U_SUCCESS(e));
    if (!atomic_compare_exchange_strong(&held, &have, fresh)) {
        ucol_close(fresh);
        return have;
    }
    return fresh;
}

bytes vi_key(struct arena *a, str s)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t units = 0;
    UChar *wide = new(a, UChar, s.len + 1);
    u_strFromUTF8(wide, (int32_t)s.len + 1, &units, s.at ? s.at : "", (int32_t)s.len, &e);
    if (U_FAILURE(e))
        return (bytes){ (const uint8_t *)s.at, s.len };
    int32_t need = ucol_getSortKey(collator(), wide, units, NULL, 0);
    uint8_t *key = new(a, uint8_t, need + 1);
    ucol_getSortKey(collator(), wide, units, key, need);
    return (bytes){ key, need > 0 ? need - 1 : 0 };      /* without the closing zero byte */
}

int vi_compare(struct arena *a, str x, str y)
{
    bytes kx = vi_key(a, x);
    bytes ky = vi_key(a, y);
    return str_order((str){ (const char *)kx.at, kx.len }, (str){ (const char *)ky.at, ky.len });
}

static str match(struct arena *a, str typed, str before, str behind, str between)
{
    str rest = vi_fold(a, utf8_head(typed, 200));
    struct out *o = out_new(a, .max_bytes = 16 << 10);
    while (rest.len > 0) {
        str word = str_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        if (o->len > 0)
            put(o, between);
        put(o, before);
        put(o, word);
        put(o, behind);
    }
    return out_str(o);
}

str vi_match_sqlite(struct arena *a, str typed)
{
    return match(a, typed, S("\""), S("\"*"), S(" "));
}

str vi_match_postgres(struct arena *a, str typed)
{
    return match(a, typed, S(""), S(":*"), S(" & "));
}
