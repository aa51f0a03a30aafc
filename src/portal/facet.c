/* facet.c: the filters of the catalogue. One statement counts the products of each combination of
 * values; here every filter is counted over what the other filters leave:
 *
 *     a cell that fits all filters         counts for its value of each filter
 *     a cell that fits all filters but one counts for its value of that one
 *
 * A group and a set of it count as one choice: groups are counted without regard to the set. */
#include "base/vi.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"

enum { VALUES_MAX = 600 }; /* communes of the largest province, and old ones */

struct counting {
    struct ctx *cx;
    struct arena *keep;
    struct facets *out;
};

static const struct {
    const char *name;
    const char *label[2];                      /* Vietnamese, English */
    const char *every[2];
} names[FACETS] = {
    [FACET_STAR] = { "sao", { "Hạng sao", "Stars" }, { "Mọi hạng", "Any" } },
    [FACET_GROUP] = { "nhom", { "Nhóm sản phẩm", "Group" }, { "Mọi nhóm", "All groups" } },
    [FACET_SET] = { "bo", { "Bộ sản phẩm", "Kind of product" }, { "Mọi bộ", "All kinds" } },
    [FACET_PLACE] = { "xa", { "Xã, phường", "Commune" }, { "Mọi xã, phường", "All communes" } },
    [FACET_TYPE] = { "loai", { "Loại chủ thể", "Producer" }, { "Mọi loại", "All types" } },
    [FACET_VALID] = { "hieu-luc", { "Hiệu lực", "Validity" }, { "Tất cả", "All" } },
};

/* "91/30547/" -> "30547" */
static str commune_of(str path)
{
    str rest = str_sub(path, 0, path.len - 1);
    return str_after(rest, str_find_last(rest, '/') + 1);
}

static str valid_word(int32_t valid)
{
    if (valid == 0)
        return S("");
    return valid == VALID_TODAY ? S("con") : valid == VALID_ENDED ? S("het") : S("chua");
}

static str number_word(struct arena *a, int32_t n)
{
    return n > 0 ? show(a, n) : S("");
}

static str valid_label(struct ctx *cx, int32_t valid)
{
    return valid == VALID_TODAY   ? WORDS(cx, "Còn hiệu lực", "Valid")
           : valid == VALID_ENDED ? WORDS(cx, "Hết hạn", "Expired")
                                  : WORDS(cx, "Chưa có hiệu lực", "Not yet valid");
}

/* Word and label of a cell's value for one filter. */
static struct facet_value value_of(struct ctx *cx, const struct facet_cell *c, int facet)
{
    struct arena *a = cx->a;
    switch (facet) {
    case FACET_STAR:
        return (struct facet_value){ .word = number_word(a, c->star),
                                     .label = star_words(cx, c->star) };
    case FACET_GROUP: {
        str code = set_group(c->set_slug, NULL);
        return (struct facet_value){ .word = code, .label = group_words(cx, code) };
    }
    case FACET_SET:
        return (struct facet_value){ .word = c->set_slug, .label = set_words(cx, c->set_slug) };
    case FACET_PLACE:
        return (struct facet_value){ .word = commune_of(c->place_path), .label = c->place_name };
    case FACET_TYPE:
        return (struct facet_value){ .word = number_word(a, c->legal_type),
                                     .label = type_words(cx, c->legal_type) };
    default:
        return (struct facet_value){ .word = valid_word(c->valid),
                                     .label = valid_label(cx, c->valid) };
    }
}

static str chosen_word(struct arena *a, const struct portal_query *q, int facet)
{
    switch (facet) {
    case FACET_STAR:
        return number_word(a, q->star);
    case FACET_GROUP:
        return q->group;
    case FACET_SET:
        return q->set_slug;
    case FACET_PLACE:
        return q->commune;
    case FACET_TYPE:
        return number_word(a, q->legal_type);
    default:
        return valid_word(q->valid);
    }
}

/* Values stand in the order they come; a name is copied when it is new. */
static void count_value(struct arena *keep, struct facet *f, const struct facet_value *v,
                        int64_t count)
{
    struct facet_values *all = &f->values;
    ptrdiff_t i = 0;
    while (i < all->count && !str_equal(all->at[i].word, v->word))
        i++;
    if (i == all->count) {
        if (i == VALUES_MAX || v->word.len == 0)
            return;
        all->at[all->count++] = (struct facet_value){
            .word = str_copy(keep, v->word),
            .label = str_copy(keep, v->label),
            .chosen = str_equal(v->word, f->chosen),
        };
    }
    all->at[i].count += count;
}

static enum err count_cell(void *with, const struct facet_cell *c)
{
    struct counting *k = with;
    struct facet_value values[FACETS];
    bool fits[FACETS];
    int misses = 0;
    for (int i = 0; i < FACETS; i++) {
        values[i] = value_of(k->cx, c, i);
        str chosen = k->out->at[i].chosen;
        fits[i] = chosen.len == 0 || str_equal(chosen, values[i].word);
        misses += !fits[i];
    }
    if (misses == 0)
        k->out->total += c->count;
    for (int i = 0; i < FACETS; i++) {
        int others = misses - !fits[i];
        if (i == FACET_GROUP && !fits[FACET_SET])
            others--; /* another group lets go of the set */
        if (others > 0 && fits[i] && k->out->at[i].chosen.len > 0)
            count_value(k->keep, &k->out->at[i], &values[i],
                        0); /* its name is wanted all the same */
        if (others > 0)
            continue;
        count_value(k->keep, &k->out->at[i], &values[i], c->count);
        k->out->at[i].without += c->count;
    }
    return OK;
}

/* Vietnamese order by label; stars from the highest. */
static void sort_values(struct arena *a, struct facet_values *v, bool by_label)
{
    bytes *keys = new(a, bytes, v->count);
    for (ptrdiff_t i = 0; i < v->count; i++) {
        struct facet_value x = v->at[i];
        bytes key = vi_key(a, x.label);
        ptrdiff_t k = i;
        for (; k > 0; k--) {
            str before = { (const char *)keys[k - 1].at, keys[k - 1].len };
            int order = by_label ? str_order(before, (str){ (const char *)key.at, key.len })
                                 : str_order(x.word, v->at[k - 1].word);
            if (order <= 0)
                break;
            v->at[k] = v->at[k - 1];
            keys[k] = keys[k - 1];
        }
        v->at[k] = x;
        keys[k] = key;
    }
}

static str commune_name(struct ctx *cx, str code)
{
    struct place p;
    bool known = place_in_force(cx, LEVEL_COMMUNE, code, portal_today(cx), &p) == OK;
    return known ? p.name : join(cx->a, S("mã "), code);
}

/* What is chosen stands in its list even when the words find nothing of the kind. */
static void keep_chosen(struct ctx *cx, struct facet *f, const struct portal_query *q, int facet)
{
    struct facet_cell c = { .star = q->star,
                            .set_slug = q->set_slug,
                            .place_path = S("/"),
                            .legal_type = q->legal_type,
                            .valid = q->valid };
    for (ptrdiff_t i = 0; i < f->values.count; i++)
        if (f->values.at[i].chosen)
            return;
    if (f->chosen.len == 0)
        return;
    struct facet_value v = value_of(cx, &c, facet);
    if (facet == FACET_GROUP)
        v.label = group_words(cx, q->group);
    if (facet == FACET_PLACE)
        v.label = commune_name(cx, q->commune);
    v.word = f->chosen;
    v.chosen = true;
    if (f->values.count < VALUES_MAX)
        f->values.at[f->values.count++] = v;
}

enum err portal_facets(struct ctx *cx, const struct portal_query *q, struct facets *out)
{
    struct counting k = { .cx = cx, .keep = portal_keep(cx), .out = out };
    struct listing_ask ask = listing_ask(cx, q);
    *out = (struct facets){ 0 };
    for (int i = 0; i < FACETS; i++) {
        struct facet *f = &out->at[i];
        f->name = str_of(names[i].name);
        f->label = str_of(names[i].label[cx->visit->english]);
        f->every = str_of(names[i].every[cx->visit->english]);
        f->chosen = chosen_word(cx->a, q, i);
        f->values.at = new(cx->a, struct facet_value, VALUES_MAX);
    }
    if (ask.match.len > 0)
        TRY(facet_search(cx, ask.match, ask.today, count_cell, &k));
    else
        TRY(facet_all(cx, ask.today, count_cell, &k));
    for (int i = 0; i < FACETS; i++) {
        sort_values(cx->a, &out->at[i].values, i != FACET_STAR);
        keep_chosen(cx, &out->at[i], q, i);
    }
    return OK;
}

url catalogue_path(struct ctx *cx, const struct portal_query *q, int but)
{
    struct arena *a = cx->a;
    struct out *o = out_new(a, .max_bytes = 8 << 10);
    str mark = S("?");
    put(o, S("/san-pham"));
    if (q->typed.len > 0) {
        put(o, join(a, S("?tim="), url_encode(a, q->typed)));
        mark = S("&");
    }
    for (int i = 0; i < FACETS; i++) {
        str word = chosen_word(a, q, i);
        if (word.len == 0 || i == but || (but == FACET_GROUP && i == FACET_SET))
            continue;
        put(o, join(a, mark, str_of(names[i].name), S("="), url_encode(a, word)));
        mark = S("&");
    }
    return here(cx, url_of(out_str(o)));
}
