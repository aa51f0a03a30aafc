/* compare_web.c: up to four products side by side; the address says which (?sp=…&sp=…). */
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_map.html.h"

enum { SUGGESTED = 8 };

static str address_of(struct ctx *cx, const str *codes, int count, int but)
{
    struct out *o = out_new(cx->a, .max_bytes = 512);
    put(o, here(cx, url_of(S("/so-sanh"))).text);
    str mark = S("?sp=");
    for (int i = 0; i < count; i++) {
        if (i == but)
            continue;
        put(o, mark);
        put(o, codes[i]);
        mark = S("&sp=");
    }
    return out_str(o);
}

/* The codes asked for, each once; what is no code of a product we have is left out. */
static enum err take_codes(struct ctx *cx, const struct req *rq, struct compare_view *v, str *codes)
{
    v->rows.at = new(cx->a, struct compared, COMPARE_MAX);
    for (ptrdiff_t i = 0; i < rq->query.count && v->rows.count < COMPARE_MAX; i++) {
        str code;
        bool again = false;
        struct compared *c = &v->rows.at[v->rows.count];
        if (!str_is(rq->query.at[i].name, "sp") || !code_read(cx->a, rq->query.at[i].value, &code))
            continue;
        for (ptrdiff_t k = 0; k < v->rows.count; k++)
            again |= str_equal(code, codes[k]);
        if (again)
            continue;
        *c = (struct compared){ 0 };
        enum err e = public_view(cx, code, &c->it);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        codes[v->rows.count++] = code;
    }
    return OK;
}

static enum err suggest(struct ctx *cx, struct compare_view *v, const str *codes)
{
    struct listing_rows rows;
    int chosen = (int)v->rows.count;
    if (v->typed.len == 0 || v->full)
        return OK;
    TRY(portal_find(cx, &(struct portal_query){ .typed = v->typed }, &rows));
    v->found.at = new(cx->a, struct compare_found, SUGGESTED);
    for (ptrdiff_t i = 0; i < rows.count && v->found.count < SUGGESTED; i++) {
        const struct listing *l = &rows.at[i];
        bool here_already = false;
        for (int k = 0; k < chosen; k++)
            here_already |= str_equal(codes[k], l->code);
        if (here_already)
            continue;
        str now = address_of(cx, codes, chosen, -1);
        v->found.at[v->found.count++] = (struct compare_found){
            .at = url_join(cx->a, now, chosen > 0 ? S("&sp=") : S("?sp="), l->code),
            .name = l->name, .producer = l->producer_name, .place = l->place_name,
        };
    }
    return OK;
}

enum err compare_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str codes[COMPARE_MAX];
    struct compare_view v = { .typed = typed_words(cx, rq),
                              .form = here(cx, url_of(S("/so-sanh"))) };
    TRY(take_codes(cx, rq, &v, codes));
    v.full = v.rows.count == COMPARE_MAX;
    for (int i = 0; i < v.rows.count; i++) {
        struct compared *c = &v.rows.at[i];
        c->at = here(cx, product_public_path(cx->a, c->it.it.name, c->it.it.code));
        c->without = url_of(address_of(cx, codes, (int)v.rows.count, i));
    }
    TRY(suggest(cx, &v, codes));
    struct out *body = page_begin(cx);
    page_compare(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = WORDS(cx, "So sánh sản phẩm", "Compare products"),
                                      .public_page = true, .bilingual = true,
                                      .path = url_of(address_of(cx, codes, (int)v.rows.count, -1)),
                                      .crumbs = { { WORDS(cx, "Sản phẩm", "Products"),
                                                    here(cx, url_of(S("/san-pham"))) } } },
                     body);
}
