/* product.c: rules about products. Nothing here knows pages or HTTP. */
#include "product/product.h"

#include "base/vi.h"
#include "product/product.sql.h"
#include "product/product_in.h"

#define MSG MSG_DEFINE
#include "product/product.msg"
#undef MSG

enum err product_by_code(struct ctx *cx, str code, struct product *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    return product_seen(cx, code, s.like, s.own, out);
}

enum err product_get_public(struct ctx *cx, product_id id, struct product *out)
{
    return product_get(cx, id, out);
}

enum err product_find(struct ctx *cx, const struct product_query *q, struct product_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    bool lite = db_engine_of(cx->db) == DB_SQLITE;
    str match = lite ? vi_match_sqlite(cx->a, q->typed) : vi_match_postgres(cx->a, q->typed);
    if (match.len == 0)
        return product_list(cx, s.like, s.own, q->set_slug, q->after_key, q->after, out);
    return product_search(cx, match, s.like, s.own, q->set_slug, q->after_key, q->after, out);
}

void product_settle(struct ctx *cx, struct product *p, const struct producer *of)
{
    p->producer = of->id;
    p->place_path = of->place_path;
    p->search_folded = vi_fold(cx->a, join(cx->a, p->name, S(" "), of->name, S(" "), of->place_name,
                                           S(" "), product_set_name(p->set_slug)));
    p->name_key = vi_key(cx->a, p->name);
}

/* What is worked out rather than typed: the search column and the sort key. */
static enum err complete(struct ctx *cx, struct product *p, const struct producer *of)
{
    const struct pack *pack = pack_on(instant_date(cx->now));
    if (!pack || !pack_set(pack, p->set_slug))
        return fail(cx, ERR_INPUT, M_PRODUCT_SET_UNKNOWN, .field = S("bo_san_pham"),
                    .args = { p->set_slug });
    product_settle(cx, p, of);
    return OK;
}

enum err product_keep(struct ctx *cx, struct product *p, product_id *out)
{
    p->created_at = cx->now;
    TRY(product_insert(cx, p, out));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "product", out->id), S("product.added"),
                     &AUDITED_product, out->id, S(""));
}

enum err product_put(struct ctx *cx, const struct product *p)
{
    enum err e = product_update(cx, p);
    if (e == ERR_CONFLICT)
        return fail(cx, ERR_CONFLICT, M_PRODUCT_CHANGED, .args = { p->name });
    TRY(e);
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "product", p->id.id), S("product.changed"),
                     &AUDITED_product, p->id.id, S(""));
}

enum err product_add(struct ctx *cx, const struct product *in, product_id *out)
{
    struct product p = *in;
    struct producer of = { 0 };
    enum err e = producer_by_code(cx, p.producer_code, &of);
    if (e == ERR_NOT_FOUND
        || (e == OK && !actor_reaches(cx->actor, MAY(EDIT_PRODUCT), of.place_path, of.id)))
        return fail(cx, ERR_INPUT, M_PRODUCT_PRODUCER_UNKNOWN, .field = S("chu_the"),
                    .args = { p.producer_code });
    TRY(e);
    TRY(complete(cx, &p, &of));
    return product_keep(cx, &p, out);
}

static enum err product_add_any(struct ctx *cx, const struct product *in)
{
    product_id id;
    return product_add(cx, in, &id);
}
DB_TX_HERE(product_add_any, struct product)

enum err product_add_tx(struct ctx *cx, const struct product *in)
{
    return product_add_any_tx(cx, in);
}

static enum err product_change(struct ctx *cx, const struct product *in)
{
    struct product p = *in, have;
    struct producer of;
    TRY(product_get(cx, p.id, &have));         /* whose it is says the row, not the asker */
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCT), have.place_path, have.producer))
        return ERR_NOT_FOUND;
    TRY(producer_by_code(cx, have.producer_code, &of));
    TRY(complete(cx, &p, &of));
    return product_put(cx, &p);
}
DB_TX(product_change, struct product)

str product_set_name(str slug)
{
    for (ptrdiff_t i = 0; i < packs().count; i++) {
        const struct set *s = pack_set(packs().at[i], slug);
        if (s)
            return s->name;
    }
    return slug;
}

url product_manage_path(struct arena *a, str code)
{
    return url_join(a, S("/quan-ly/san-pham/"), code);
}

url product_public_path(struct arena *a, str name, str code)
{
    return url_join(a, S("/san-pham/"), vi_slug(a, name), S("-"), code);
}
