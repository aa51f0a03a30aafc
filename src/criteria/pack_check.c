/* pack_check.c: what must hold across a whole pack: parts and bands, codes used once, documents
 * that exist. The forms themselves are checked in pack_check_set.c.
 *
 * law: law/README.md, "Schema saolang-criteria/1"
 */
#include "criteria/pack_in.h"

static str number(struct pack_reader *r, int64_t n)
{
    return show(r->scratch, n);
}

static void check_dates(struct pack_reader *r, const struct pack *p)
{
    bool known = date_known(p->in_force_from) && date_known(p->in_force_to);
    if (known && p->in_force_to.days < p->in_force_from.days)
        pack_say(r, &M_PACK_DATES, S(""));
}

static void check_parts(struct pack_reader *r, const struct pack *p)
{
    int64_t sum = 0;
    for (ptrdiff_t i = 0; i < p->part_count; i++) {
        sum += p->parts[i].max;
        for (ptrdiff_t k = 0; k < i; k++)
            if (str_equal(p->parts[i].code, p->parts[k].code))
                pack_say(r, &M_PACK_TWICE, S("Phần"), p->parts[i].code);
    }
    if (sum != p->total_max)
        pack_say(r, &M_PACK_SUM, S("total_max"), number(r, p->total_max), number(r, sum));
}

static void check_band(struct pack_reader *r, const struct pack *p, const struct band *b)
{
    if (b->from_h > (int64_t)p->total_max * 100)
        pack_say(r, &M_PACK_BANDS_HEIGHT, number(r, b->star), number(r, b->from_h),
                 number(r, (int64_t)p->total_max * 100));
    if (b->below_h > 0 && b->from_h >= b->below_h)
        pack_say(r, &M_PACK_BANDS_WIDTH, number(r, b->star));
}

/* Highest first, each ending where the one above begins, together from 0 without upper end. */
static void check_bands(struct pack_reader *r, const struct pack *p)
{
    if (p->band_count == 0)
        return;
    if (p->bands[0].below_h != 0)
        pack_say(r, &M_PACK_BANDS_TOP, S(""));
    for (ptrdiff_t i = 0; i < p->band_count; i++) {
        const struct band *b = &p->bands[i];
        check_band(r, p, b);
        if (i == 0)
            continue;
        const struct band *above = b - 1;
        if (b->star >= above->star)
            pack_say(r, &M_PACK_BANDS_ORDER, number(r, b->star), number(r, above->star));
        if (b->below_h != above->from_h)
            pack_say(r, &M_PACK_BANDS_GAP, number(r, b->star), number(r, b->below_h),
                     number(r, above->from_h));
    }
    const struct band *last = &p->bands[p->band_count - 1];
    if (last->from_h != 0)
        pack_say(r, &M_PACK_BANDS_BOTTOM, number(r, last->from_h));
}

static void check_groups(struct pack_reader *r, const struct pack *p)
{
    for (ptrdiff_t i = 0; i < p->group_count; i++)
        for (ptrdiff_t k = 0; k < i; k++)
            if (str_equal(p->groups[i].code, p->groups[k].code))
                pack_say(r, &M_PACK_TWICE, S("Nhóm"), p->groups[i].code);
}

static void check_documents(struct pack_reader *r, const struct pack *p)
{
    for (ptrdiff_t i = 0; i < p->document_count; i++)
        if (p->documents[i].no != i + 1)
            pack_say(r, &M_PACK_DOCUMENT_NO, number(r, i + 1), number(r, p->documents[i].no));
}

static void check_slugs(struct pack_reader *r, const struct pack *p)
{
    for (ptrdiff_t i = 0; i < p->set_count; i++)
        for (ptrdiff_t k = 0; k < i; k++)
            if (str_equal(p->sets[i].slug, p->sets[k].slug))
                pack_say(r, &M_PACK_TWICE, S("Bộ"), p->sets[i].slug);
}

/* A known fault of the source names a set of this pack, "*" for all, or null. */
static void check_defect(struct pack_reader *r, const struct pack *p, const json_t *row)
{
    if (!take_object(r, row, " id set criterion corrected text "))
        return;
    const json_t *set = json_object_get(row, "set");
    str slug = json_text(set);
    if (set && !json_is_null(set) && !str_is(slug, "*") && !pack_set(p, slug))
        pack_say(r, &M_PACK_UNKNOWN, S("Bộ"), slug);
    take_text(r, row, (struct taking){ .key = "text", .must = true });
}

static void check_defects(struct pack_reader *r, const struct pack *p, const json_t *json)
{
    const json_t *list = take_list(r, json, (struct taking){ .key = "defects",
                                                             .to = PACK_LIST_MAX });
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct pack_place back = pack_enter_no(r, "lỗi nguồn ", (ptrdiff_t)i + 1);
        check_defect(r, p, json_array_get(list, i));
        pack_leave(r, back);
    }
}

void pack_check(struct pack_reader *r, const struct pack *p, const json_t *json)
{
    check_dates(r, p);
    check_parts(r, p);
    check_bands(r, p);
    check_groups(r, p);
    check_documents(r, p);
    check_slugs(r, p);
    check_defects(r, p, json);
    const json_t *sets = json_object_get(json, "sets");
    for (ptrdiff_t i = 0; i < p->set_count; i++) {
        const struct set *s = &p->sets[i];
        if (s->slug.len == 0)
            continue;                          /* already at fault */
        struct pack_place back = pack_enter(r, s->slug);
        pack_check_set(r, s, json_array_get(sets, (size_t)i));
        pack_leave(r, back);
    }
}
