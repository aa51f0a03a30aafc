/* criteria.c: the packs inside the binary, which one is in force, and the bytes a case pinned. */
#include "criteria/criteria.h"

#include "core/embed.h"
#include "criteria/criteria.sql.h"

enum { PACKS_MAX = 32 };

static const struct pack *held[PACKS_MAX];
static str bodies[PACKS_MAX];
static ptrdiff_t held_count;

enum err packs_load(struct arena *a, str *why)
{
    held_count = 0;
    for (int i = 0; i < embed_count && held_count < PACKS_MAX; i++) {
        if (embed_rows[i].kind != EMBED_PACK)
            continue;
        struct pack_faults faults = { 0 };
        str body = embed_bytes(&embed_rows[i]);
        const struct pack *p = pack_read(a, body, &faults);
        if (!p) {
            *why = join(a, str_of(embed_rows[i].name), S(": "), faults.at[0].place, S(": "),
                        faults.at[0].text);
            return ERR_INPUT;
        }
        bodies[held_count] = body;
        held[held_count++] = p;
    }
    return OK;
}

struct pack_list packs(void)
{
    return (struct pack_list){ held, held_count };
}

const struct pack *pack_by_id(str id)
{
    for (ptrdiff_t i = 0; i < held_count; i++)
        if (str_equal(held[i]->id, id))
            return held[i];
    return NULL;
}

const struct pack *pack_on(date day)
{
    for (ptrdiff_t i = 0; i < held_count; i++) {
        const struct pack *p = held[i];
        bool begun = date_known(p->in_force_from) && p->in_force_from.days <= day.days;
        bool ended = date_known(p->in_force_to) && p->in_force_to.days < day.days;
        if (begun && !ended)
            return p;
    }
    return NULL;
}

const struct set *set_of(str pack_id, str slug)
{
    const struct pack *p = pack_by_id(pack_id);
    return p ? pack_set(p, slug) : NULL;
}

static str body_of(const struct pack *p)
{
    for (ptrdiff_t i = 0; i < held_count; i++)
        if (held[i] == p)
            return bodies[i];
    return S("");
}

enum err pack_keep(struct ctx *cx, const struct pack *p)
{
    int64_t have;
    TRY(pack_kept_has(cx, p->sha256, &have));
    if (have > 0)
        return OK;
    return pack_kept_put(cx, p->sha256, p->id, body_of(p), cx->now);
}

enum err pack_pinned(struct ctx *cx, str pack_id, str sha256, const struct pack **out)
{
    *out = pack_by_id(pack_id);
    if (*out && str_equal((*out)->sha256, sha256))
        return OK;
    str body;
    bool found;
    TRY(pack_kept_find(cx, sha256, &body, &found));
    struct pack_faults faults = { 0 };
    *out = found ? pack_read(cx->a, body, &faults) : NULL;
    return *out ? OK : ERR_NOT_FOUND;
}
