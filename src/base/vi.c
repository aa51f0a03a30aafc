/* vi.c: folding through utf8proc's decomposition, order through ICU's collator for `vi`, and the
 * words of a search. A row is found by its folded words; spellings that folding keeps apart are
 * alternatives of the query, so that what is stored need never be folded again. */
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
    /* đ Đ do not decompose; ð Ð and ɖ Ɖ look the same and are typed for them */
    if (c == 0x111 || c == 0x110 || c == 0xF0 || c == 0xD0 || c == 0x256 || c == 0x189)
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

/* Small letters without marks; words as they are spelled. */
static str plain(struct arena *a, str s)
{
    char *at = new(a, char, s.len * 3 + 2);
    ptrdiff_t used = 0;
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
        if (is_word(letter))
            used += utf8proc_encode_char(letter, (utf8proc_uint8_t *)at + used);
        else if (used > 0 && at[used - 1] != ' ')
            at[used++] = ' ';
    }
    return str_trim((str){ at, used });
}

str vi_fold(struct arena *a, str s)
{
    str folded = plain(a, s);
    char *at = cstr(a, folded);
    for (ptrdiff_t word = 0, i = 0; i <= folded.len; i++)
        if (i == folded.len || at[i] == ' ') {
            y_to_i(at + word, i - word);
            word = i + 1;
        }
    return (str){ at, folded.len };
}

str vi_slug(struct arena *a, str s)
{
    str folded = plain(a, s);
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

/* -- words of a search ------------------------------------------------------------------------- */

enum { TYPED_CHARS_MAX = 200, WORDS_MAX = 16 };

/* How an engine writes a query. */
struct dialect {
    const char *before;                        /* of a word */
    const char *behind;                        /* of a word that may go on */
    const char *behind_whole;
    const char *either;
    const char *both;
};

static const struct dialect sqlite = { "\"", "\"*", "\"", " OR ", " AND " };
static const struct dialect postgres = { "", ":*", "", " | ", " & " };

struct typed {
    str at[WORDS_MAX];
    ptrdiff_t count;
};

static struct typed words_of(str text)
{
    struct typed w = { 0 };
    while (text.len > 0 && w.count < WORDS_MAX) {
        str word = str_cut(&text, ' ');
        if (word.len > 0)
            w.at[w.count++] = word;
    }
    return w;
}

/* The spellings one word may have in a row. */
struct spellings {
    str at[8];
    ptrdiff_t count;
};

static void add_spelling(struct spellings *s, str word)
{
    for (ptrdiff_t i = 0; i < s->count; i++)
        if (str_equal(s->at[i], word))
            return;
    if (s->count < COUNT_OF(s->at))
        s->at[s->count++] = word;
}

static str query(struct arena *a, const struct dialect *d, const struct spellings *words,
                 ptrdiff_t count, bool whole)
{
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    for (ptrdiff_t i = 0; i < count; i++) {
        bool several = words[i].count > 1;
        put(o, str_of(i > 0 ? d->both : ""));
        put(o, several ? S("(") : S(""));
        for (ptrdiff_t k = 0; k < words[i].count; k++) {
            put(o, str_of(k > 0 ? d->either : ""));
            put(o, str_of(d->before));
            put(o, words[i].at[k]);
            put(o, str_of(whole ? d->behind_whole : d->behind));
        }
        put(o, several ? S(")") : S(""));
    }
    return out_str(o);
}

/* As stored; as typed, for a word that goes on ("ky" of "kymdan"); "quy" for "qui" and back. */
static void add_folded(struct arena *a, struct spellings *s, str word)
{
    add_spelling(s, vi_fold(a, word));
    add_spelling(s, word);
    if (str_starts(word, S("quy")) || str_starts(word, S("qui")))
        add_spelling(s, join(a, word.at[2] == 'y' ? S("qui") : S("quy"), str_after(word, 3)));
}

static str match(struct arena *a, const struct dialect *d, str typed)
{
    struct typed w = words_of(plain(a, utf8_head(typed, TYPED_CHARS_MAX)));
    struct spellings each[WORDS_MAX] = { 0 };
    for (ptrdiff_t i = 0; i < w.count; i++) {
        add_folded(a, &each[i], w.at[i]);
        if (i > 0)
            add_spelling(&each[i], join(a, w.at[i - 1], w.at[i]));
        if (i + 1 < w.count)
            add_spelling(&each[i], join(a, w.at[i], w.at[i + 1]));
    }
    return query(a, d, each, w.count, false);
}

str vi_match_sqlite(struct arena *a, str typed)
{
    return match(a, &sqlite, typed);
}

str vi_match_postgres(struct arena *a, str typed)
{
    return match(a, &postgres, typed);
}

/* Small letters with their marks, composed; the look-alikes of đ as đ. */
static str marked(struct arena *a, str s)
{
    str clean = S("");
    if (!text_clean(a, s, false, &clean))
        return clean;
    char *at = new(a, char, clean.len * 2 + 2);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < clean.len;) {
        utf8proc_int32_t c;
        ptrdiff_t n = utf8proc_iterate((const utf8proc_uint8_t *)clean.at + i, clean.len - i, &c);
        if (n <= 0)
            break;
        i += n;
        bool part = is_word(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_MN;
        int32_t letter = c == 0xD0 || c == 0xF0 ? 0x111 : utf8proc_tolower(c);
        used += utf8proc_encode_char(part ? letter : ' ', (utf8proc_uint8_t *)at + used);
    }
    return (str){ at, used };
}

/* The two places of a tone over an open "oa", "oe", "uy". */
static const char *const tones[][2] = {
    { "oà", "òa" }, { "oá", "óa" }, { "oả", "ỏa" }, { "oã", "õa" }, { "oạ", "ọa" },
    { "oè", "òe" }, { "oé", "óe" }, { "oẻ", "ỏe" }, { "oẽ", "õe" }, { "oẹ", "ọe" },
    { "uỳ", "ùy" }, { "uý", "úy" }, { "uỷ", "ủy" }, { "uỹ", "ũy" }, { "uỵ", "ụy" },
};

static void add_marked(struct arena *a, struct spellings *s, str word)
{
    add_spelling(s, word);
    for (ptrdiff_t i = 0; i < COUNT_OF(tones); i++)
        for (int k = 0; k < 2; k++)
            if (str_ends(word, str_of(tones[i][k])))
                add_spelling(s, join(a, str_sub(word, 0, word.len - str_of(tones[i][k]).len),
                                     str_of(tones[i][1 - k])));
}

static str exact(struct arena *a, const struct dialect *d, str typed)
{
    struct typed w = words_of(marked(a, utf8_head(typed, TYPED_CHARS_MAX)));
    struct spellings each[WORDS_MAX] = { 0 };
    for (ptrdiff_t i = 0; i < w.count; i++)
        add_marked(a, &each[i], w.at[i]);
    return query(a, d, each, w.count, true);
}

str vi_exact_sqlite(struct arena *a, str typed)
{
    return exact(a, &sqlite, typed);
}

str vi_exact_postgres(struct arena *a, str typed)
{
    return exact(a, &postgres, typed);
}
