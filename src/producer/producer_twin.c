/* producer_twin.c: finding pairs. One walk over the area's producers gives each up to three keys:
 *
 *     "1" tax code         "2" name, folded, without "HTX", "Công ty TNHH" …       "3" phone
 *
 * Sorted, equal keys lie side by side, the surest kind first; each run gives pairs with its oldest
 * member, or, where the two were told apart, with the one before. */
#include "producer/producer_twin.h"

#include <stdlib.h>

#include "base/out.h"
#include "base/vi.h"
#include "producer/producer.sql.h"
#include "producer/producer_in.h"

enum { KEYS_MAX = 3, PRODUCERS_MAX = 100000, KEEP_BYTES = 96 << 20 };

struct twin_key {
    str key;
    int32_t at;                                /* of the producer in the walk */
};

struct seen {
    producer_id id;
    str code;
    str name;
    str place;
};

struct walk {
    struct arena *keep;
    struct seen *seen;
    int32_t count;
    struct twin_key *keys;
    int32_t key_count;
};

static void add_key(struct walk *k, const char *kind, str text)
{
    if (text.len > 0)
        k->keys[k->key_count++] =
            (struct twin_key){ join(k->keep, str_of(kind), text), k->count };
}

/* What is left of a folded name behind how such names begin. */
static str core_name(struct arena *a, str name)
{
    static const char *const openings[] = {
        "hop tac xa ", "htx ", "cong ti ", "cty ", "tnhh ", "mtv ", "mot thanh vien ", "co phan ",
        "cp ", "doanh nghiep tu nhan ", "dntn ", "ho kinh doanh ", "hkd ", "co so san xuat ",
        "co so ", "to hop tac ", "tht ", "san xuat ", "thuong mai ", "dich vu ", "nong nghiep ",
    };
    str rest = vi_fold(a, name);
    for (bool again = true; again;) {
        again = false;
        for (ptrdiff_t i = 0; i < COUNT_OF(openings); i++)
            if (str_starts(rest, str_of(openings[i]))) {
                rest = str_after(rest, str_of(openings[i]).len);
                again = true;
            }
    }
    return rest;
}

static str digits_of(struct arena *a, str phone)
{
    struct out *o = out_new(a, .max_bytes = 64);
    for (ptrdiff_t i = 0; i < phone.len; i++)
        if (phone.at[i] >= '0' && phone.at[i] <= '9')
            put(o, phone.at[i]);
    str all = out_str(o);
    if (str_starts(all, S("84")) && all.len == 11)
        all = join(a, S("0"), str_after(all, 2));
    return all.len >= 9 ? all : S("");
}

static enum err take(void *with, const struct twin_candidate *c)
{
    struct walk *k = with;
    if (k->count == PRODUCERS_MAX)
        return ERR_LIMIT;
    k->seen[k->count] = (struct seen){ c->id, str_copy(k->keep, c->code),
                                       str_copy(k->keep, c->name),
                                       str_copy(k->keep, c->place_name) };
    add_key(k, "1", c->tax_code);
    add_key(k, "2", core_name(k->keep, c->name));
    add_key(k, "3", digits_of(k->keep, c->phone));
    k->count++;
    return OK;
}

static int by_key(const void *left, const void *right)
{
    const struct twin_key *a = left, *b = right;
    int order = str_order(a->key, b->key);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static int32_t reason_of(str key)
{
    return key.at[0] == '1' ? TWIN_TAX_CODE : key.at[0] == '2' ? TWIN_NAME : TWIN_PHONE;
}

/* *apart tells that somebody said they are two. */
static enum err add_pair(struct ctx *cx, struct walk *k, struct twin_rows *out, int32_t a,
                         int32_t b, bool *apart)
{
    const struct seen *x = &k->seen[k->keys[a].at], *y = &k->seen[k->keys[b].at];
    int32_t reason = reason_of(k->keys[b].key);
    int64_t told = 0;
    *apart = false;
    for (ptrdiff_t i = 0; i < out->count; i++)
        if (out->at[i].a.id == x->id.id && out->at[i].b.id == y->id.id) {
            out->at[i].reasons |= reason;
            return OK;
        }
    if (out->count == TWINS_MAX)
        return OK;
    TRY(twin_told(cx, x->id, y->id, &told));
    *apart = told > 0;
    if (!*apart)
        out->at[out->count++] = (struct twin){ x->id, y->id, x->code, y->code, x->name, y->name,
                                               x->place, y->place, reason };
    return OK;
}

static int surest_first(const void *left, const void *right)
{
    const struct twin *a = left, *b = right;
    static const int worth[8] = { 0, 4, 2, 6, 1, 5, 3, 7 };      /* by bits: tax, name, phone */
    int order = worth[b->reasons] - worth[a->reasons];
    return order ? order : (a->a.id > b->a.id) - (a->a.id < b->a.id);
}

static enum err pair_up(struct ctx *cx, struct walk *k, struct twin_rows *out)
{
    for (int32_t i = 0, first = 0; i < k->key_count; i++) {
        bool apart = false;
        if (!str_equal(k->keys[i].key, k->keys[first].key))
            first = i;
        if (i > first)
            TRY(add_pair(cx, k, out, first, i, &apart));
        if (apart && i - 1 > first)
            TRY(add_pair(cx, k, out, i - 1, i, &apart));
    }
    return OK;
}

enum err twin_find(struct ctx *cx, struct twin_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(EDIT_PRODUCER));
    struct walk k = { .keep = arena_beside(cx->a, KEEP_BYTES) };
    k.seen = new(k.keep, struct seen, PRODUCERS_MAX);
    k.keys = new(k.keep, struct twin_key, (ptrdiff_t)PRODUCERS_MAX * KEYS_MAX);
    out->at = new(k.keep, struct twin, TWINS_MAX);
    out->count = 0;
    TRY(twin_candidates(cx, s.like, take, &k));
    qsort(k.keys, (size_t)k.key_count, sizeof *k.keys, by_key);
    TRY(pair_up(cx, &k, out));
    qsort(out->at, (size_t)out->count, sizeof *out->at, surest_first);
    return OK;
}

str twin_reasons(struct arena *a, int32_t reasons)
{
    static const char *const words[] = { "cùng mã số thuế", "tên giống nhau", "cùng điện thoại" };
    struct out *o = out_new(a, .max_bytes = 256);
    for (int i = 0; i < COUNT_OF(words); i++)
        if (reasons & 1 << i) {
            if (o->len > 0)
                put(o, S(", "));
            put(o, str_of(words[i]));
        }
    return out_str(o);
}
