/* portal.c: finding recognised products, and words about where a recognition stands. Nothing here
 * knows pages.
 *
 * A list goes on behind (tier, name_key, id) of its last row; in an address the three are written
 * as ID.HEX, the tier as the first byte of HEX. */
#include "base/vi.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"

#define MSG MSG_DEFINE
#include "portal/portal.msg"
#undef MSG

date portal_today(struct ctx *cx)
{
    return instant_date(cx->now);
}

struct arena *portal_keep(struct ctx *cx)
{
    return arena_beside(cx->a, (ptrdiff_t)2 * ARENA_REQUEST_BYTES);
}

/* -- finding ----------------------------------------------------------------------------------- */

/* ",gao,mat-ong,": every set of a group, in any pack. */
static str sets_of_group(struct arena *a, str group)
{
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    put(o, S(","));
    for (ptrdiff_t i = 0; i < packs().count; i++)
        for (ptrdiff_t k = 0; k < packs().at[i]->set_count; k++) {
            str slug = packs().at[i]->sets[k].slug;
            if (!str_equal(set_group(slug, NULL), group))
                continue;
            put(o, slug);
            put(o, S(","));
        }
    return out_str(o);
}

static str sets_wanted(struct arena *a, const struct portal_query *q)
{
    if (q->set_slug.len > 0)
        return join(a, S(","), q->set_slug, S(","));
    return q->group.len > 0 ? sets_of_group(a, q->group) : S("");
}

struct listing_ask listing_ask(struct ctx *cx, const struct portal_query *q)
{
    bool lite = db_engine_of(cx->db) == DB_SQLITE;
    return (struct listing_ask){
        .match = lite ? vi_match_sqlite(cx->a, q->typed) : vi_match_postgres(cx->a, q->typed),
        .exact = lite ? vi_exact_sqlite(cx->a, q->typed) : vi_exact_postgres(cx->a, q->typed),
        .head = join(cx->a, vi_fold(cx->a, q->typed), S(" %")),
        .star = q->star,
        .sets = sets_wanted(cx->a, q),
        .place = q->commune.len > 0 ? join(cx->a, S("%/"), q->commune, S("/")) : S(""),
        .legal_type = q->legal_type,
        .valid = q->valid,
        .today = portal_today(cx),
        .after_tier = q->after_tier,
        .after_key = q->after_key,
        .after = q->after,
    };
}

enum err portal_find(struct ctx *cx, const struct portal_query *q, struct listing_rows *out)
{
    struct listing_ask ask = listing_ask(cx, q);
    return ask.match.len > 0 ? listing_search(cx, &ask, out) : listing_all(cx, &ask, out);
}

str portal_key_show(struct arena *a, const struct listing *last)
{
    uint8_t *key = new(a, uint8_t, last->name_key.len + 1);
    key[0] = (uint8_t)last->tier;
    for (ptrdiff_t i = 0; i < last->name_key.len; i++)
        key[i + 1] = last->name_key.at[i];
    return page_key_show(a, last->id.id, (bytes){ key, last->name_key.len + 1 });
}

void portal_key_read(struct ctx *cx, const struct req *rq, struct portal_query *q)
{
    struct page_key k = page_key_read(cx, rq);
    if (k.key.len == 0)
        return;
    q->after = (product_id){ k.id };
    q->after_tier = k.key.at[0];
    q->after_key = (bytes){ k.key.at + 1, k.key.len - 1 };
}

/* -- words ------------------------------------------------------------------------------------- */

enum validity validity_on(date issued, date expires, date day)
{
    if (expires.days < day.days)
        return VALID_ENDED;
    return issued.days > day.days ? VALID_LATER : VALID_TODAY;
}

str off_words(struct ctx *cx, date issued, date expires, date day)
{
    switch (validity_on(issued, expires, day)) {
    case VALID_TODAY:
        return S("");
    case VALID_ENDED:
        return join(cx->a, WORDS(cx, "đã hết hạn ", "expired on "), day_words(cx, expires));
    case VALID_LATER:
        return WORDS(cx, "chưa có hiệu lực", "not yet in force");
    }
    return S("");
}

str validity_words(struct ctx *cx, date issued, date expires, date day)
{
    bool now = validity_on(issued, expires, day) == VALID_TODAY;
    return now ? join(cx->a, WORDS(cx, "Còn hiệu lực đến ", "Valid until "), day_words(cx, expires))
               : S("");
}

bool producer_is_person(int32_t legal_type)
{
    return legal_type != COOPERATIVE && legal_type != COOP_GROUP && legal_type != ENTERPRISE
           && legal_type != ASSOCIATION;
}

str set_group(str set_slug, str *name)
{
    for (ptrdiff_t i = 0; i < packs().count; i++) {
        const struct pack *p = packs().at[i];
        const struct set *s = pack_set(p, set_slug);
        for (ptrdiff_t k = 0; s && name && k < p->group_count; k++)
            if (str_equal(p->groups[k].code, s->group))
                *name = p->groups[k].name;
        if (s)
            return s->group;
    }
    return S("");
}

url producer_public_path(struct arena *a, str name, str code)
{
    return url_join(a, S("/chu-the/"), vi_slug(a, name), S("-"), code);
}

str site_address(struct arena *a, str path)
{
    return join(a, house()->public_url, path);
}
