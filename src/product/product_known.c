/* product_known.c: products as earlier records name them, found again, taken back, or following
 * their producer. */
#include "base/vi.h"
#include "product/product.sql.h"
#include "product/product_in.h"

enum err product_add_known(struct ctx *cx, const struct product *in, product_id *out)
{
    struct product p = *in;
    struct producer of;
    TRY(producer_by_id(cx, p.producer, &of));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCT), of.place_path, of.id))
        return ERR_NOT_FOUND;
    product_settle(cx, &p, &of);
    return product_keep(cx, &p, out);
}

enum err product_change_known(struct ctx *cx, const struct product *in)
{
    struct product p = *in;
    struct producer of;
    TRY(producer_by_id(cx, p.producer, &of));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCT), of.place_path, of.id))
        return ERR_NOT_FOUND;
    product_settle(cx, &p, &of);
    return product_put(cx, &p);
}

enum err product_withdraw(struct ctx *cx, product_id id, int64_t version)
{
    TRY(product_withdrawn(cx, id, cx->now, version));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "product", id.id), S("product.withdrawn"),
                     &AUDITED_product, id.id, S(""));
}

enum err product_like(struct ctx *cx, producer_id producer, str name, struct product *out,
                      bool *found)
{
    return product_by_name_key(cx, producer, vi_key(cx->a, name), out, found);
}

enum err product_all_of(struct ctx *cx, producer_id producer, struct product_rows *out)
{
    return product_of_producer(cx, producer, out);
}

enum err product_hears_producer(struct ctx *cx, int64_t producer)
{
    struct product_rows rows;
    struct producer of;
    TRY(producer_by_id(cx, (producer_id){ producer }, &of));
    TRY(product_of_producer(cx, of.id, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        struct product p = rows.at[i], was = p;
        product_settle(cx, &p, &of);
        if (!str_equal(p.search_folded, was.search_folded)
            || !str_equal(p.place_path, was.place_path))
            TRY(product_put(cx, &p));
    }
    return OK;
}

enum err product_hears_merge(struct ctx *cx, int64_t gone)
{
    struct product_rows rows;
    struct producer of;
    TRY(producer_merge_target(cx, gone, &of));
    TRY(product_of_producer(cx, (producer_id){ gone }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        struct product p = rows.at[i];
        TRY(product_moved(cx, p.id, of.id, p.version));
        p.version++;
        product_settle(cx, &p, &of);
        TRY(product_put(cx, &p));
    }
    return OK;
}

static str set_in(struct arena *a, const struct pack *pack, str folded, str typed)
{
    for (ptrdiff_t i = 0; i < pack->set_count; i++)
        if (str_equal(pack->sets[i].slug, typed)
            || str_equal(vi_fold(a, pack->sets[i].name), folded))
            return pack->sets[i].slug;
    return S("");
}

str product_set_slug(struct arena *a, str typed, date day)
{
    str folded = vi_fold(a, typed), slug = S("");
    if (folded.len == 0)
        return slug;
    const struct pack *of_day = date_known(day) ? pack_on(day) : NULL;
    if (of_day)
        slug = set_in(a, of_day, folded, typed);
    for (ptrdiff_t i = 0; slug.len == 0 && i < packs().count; i++)
        slug = set_in(a, packs().at[i], folded, typed);
    return slug;
}
