/* product_web.c: a product and a producer as the public sees them. */
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_product.html.h"
#include "producer/producer_card.h"

static enum err add_photos(struct ctx *cx, struct public_product_view *v)
{
    struct public_photo_rows rows;
    TRY(public_photos(cx, v->it.id, &rows));
    v->photos.at = new(cx->a, struct photo_at, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->photos.at[v->photos.count++] =
            (struct photo_at){ photo_path(cx->a, rows.at[i].sha256), rows.at[i].width,
                               rows.at[i].height, (int32_t)i + 1 };
    return OK;
}

/* Street and commune of an organisation; the commune alone of a person or household. */
static str public_place(struct arena *a, int32_t legal_type, str address, str place)
{
    bool whole = address.len > 0 && !producer_is_person(legal_type);
    return whole ? join(a, address, S(", "), place) : place;
}

/* Why the stars of a paper are grey; empty while they are gold. */
static str star_off(struct ctx *cx, const struct recognition *r, enum standing s)
{
    if (s == STANDING_SUPERSEDED)
        return WORDS(cx, "đã được thay", "superseded");
    if (s == STANDING_REVOKED)
        return WORDS(cx, "đã bị thu hồi", "revoked");
    return off_words(cx, r->issued_on, r->expires_on, portal_today(cx));
}

static enum err add_standing(struct ctx *cx, struct public_product_view *v)
{
    struct recognition r;
    enum standing s;
    date day = portal_today(cx);
    v->standing = WORDS(cx, "Sản phẩm chưa được công nhận hạng sao.", "Not recognised yet.");
    v->standing_look = S("is-unknown");
    TRY(recognition_of_product(cx, v->it.id, &r, &v->recognised));
    if (!v->recognised)
        return OK;
    TRY(recognition_standing(cx, &r, day, &s));
    v->standing = standing_sentence(cx, &r, s);
    v->standing_look = standing_look(s);
    v->stars = (struct stars_view){ r.star, star_off(cx, &r, s) };
    v->check = here(cx, recognition_path(cx->a, r.code));
    v->decision =
        join(cx->a, r.decision_number, S(", "), r.issuer, WORDS(cx, ", ngày ", ", "),
             day_words(cx, r.signed_on));
    return OK;
}

/* Every star it ever held, as issued: a later one may be more, the same or less. */
static enum err add_history(struct ctx *cx, struct public_product_view *v)
{
    struct recognition_rows rows;
    date day = portal_today(cx);
    TRY(recognition_history(cx, v->it.id, &rows));
    if (rows.count < 2)
        return OK;
    v->history.at = new(cx->a, struct history_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct recognition *r = &rows.at[i];
        enum standing s;
        TRY(recognition_standing(cx, r, day, &s));
        v->history.at[v->history.count++] = (struct history_line){
            .stars = { r->star, star_off(cx, r, s) },
            .from = r->issued_on, .to = r->expires_on,
            .decision = join(cx->a, r->decision_number, S(", "), r->issuer),
            .at = here(cx, recognition_path(cx->a, r->code)),
        };
    }
    return OK;
}

static str price_words(struct ctx *cx, const struct public_price *p)
{
    bool one = p->price_low.dong == p->price_high.dong;
    str low = money_words(cx, p->price_low);
    return one ? low : join(cx->a, low, S(" – "), money_words(cx, p->price_high));
}

static enum err add_prices(struct ctx *cx, struct public_product_view *v)
{
    struct public_price_rows rows;
    TRY(public_prices(cx, v->it.id, &rows));
    v->prices.at = new(cx->a, struct price_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->prices.at[v->prices.count++] = (struct price_line){
            rows.at[i].name, price_words(cx, &rows.at[i]), rows.at[i].gtin
        };
    return OK;
}

/* The papers a producer holds today, and where it sells. */
static enum err add_held(struct ctx *cx, producer_id producer, struct held_lines *papers,
                         struct shop_lines *shops)
{
    struct public_paper_rows held;
    struct public_site_rows sites;
    TRY(public_papers(cx, producer, portal_today(cx), &held));
    TRY(public_shops(cx, producer, &sites));
    papers->at = new(cx->a, struct held_line, held.count);
    for (ptrdiff_t i = 0; i < held.count; i++) {
        const struct public_paper *p = &held.at[i];
        str until = date_known(p->valid_until)
                        ? join(cx->a, WORDS(cx, ", đến hết ngày ", ", until "),
                               day_words(cx, p->valid_until))
                        : S("");
        papers->at[papers->count++] =
            (struct held_line){ paper_words(cx, p->kind), join(cx->a, p->issuer, until) };
    }
    shops->at = new(cx->a, struct shop_line, sites.count);
    for (ptrdiff_t i = 0; i < sites.count; i++)
        shops->at[shops->count++] =
            (struct shop_line){ sites.at[i].name, site_place(cx->a, &sites.at[i]) };
    return OK;
}

/* schema.org's Product: what the page says, for machines. */
static html product_data(struct ctx *cx, const struct public_product_view *v)
{
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "@context", S("https://schema.org"));
    json_pair_str(w, "@type", S("Product"));
    json_pair_str(w, "name", v->it.name);
    json_pair_str(w, "sku", v->it.code);
    json_pair_str(w, "url", v->address);
    json_pair_str(w, "category", v->set_name);
    json_pair_str(w, "description", v->it.story.len > 0 ? v->it.story : v->standing);
    if (v->recognised)
        json_pair_str(w, "award", v->standing);
    json_name(w, "image");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < v->photos.count; i++)
        json_put_str(w, site_address(cx->a, v->photos.at[i].at.text));
    json_close_list(w);
    if (!producer_is_person(v->it.legal_type)) {
        json_name(w, "manufacturer");
        json_open(w);
        json_pair_str(w, "@type", S("Organization"));
        json_pair_str(w, "name", v->it.producer_name);
        json_pair_str(w, "address", v->place);
        json_close(w);
    }
    json_close(w);
    return html_json_ld(cx->a, out_str(w->o));
}

enum err public_view(struct ctx *cx, str code, struct public_product_view *v)
{
    TRY(public_product(cx, code, &v->it));
    TRY(add_standing(cx, v));
    TRY(add_prices(cx, v));
    TRY(add_held(cx, v->it.producer, &v->papers, &v->shops));
    v->set_name = set_words(cx, v->it.set_slug);
    v->group_name = group_words(cx, set_group(v->it.set_slug, NULL));
    v->producer_type = type_words(cx, v->it.legal_type);
    v->place = public_place(cx->a, v->it.legal_type, v->it.address, v->it.place_name);
    v->map = here(cx, url_of(S("/ban-do")));
    v->compare = url_join(cx->a, here(cx, url_of(S("/so-sanh"))).text, S("?sp="), v->it.code);
    return OK;
}

enum err public_product_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct public_product_view v = { 0 };
    TRY(public_view(cx, path_code(rq, cx, "product"), &v));
    TRY(add_history(cx, &v));
    TRY(add_photos(cx, &v));
    url at = here(cx, product_public_path(cx->a, v.it.name, v.it.code));
    v.address = site_address(cx->a, at.text);
    if (v.recognised)
        v.producer = here(cx, producer_public_path(cx->a, v.it.producer_name, v.it.producer_code));
    struct frame f = { .title = v.it.name,
                       .public_page = true,
                       .bilingual = true,
                       .description =
                           join(cx->a, v.it.name, S(", "), v.it.place_name, S(". "), v.standing),
                       .path = at,
                       .data = product_data(cx, &v),
                       .crumbs = { { WORDS(cx, "Sản phẩm", "Products"),
                                     here(cx, url_of(S("/san-pham"))) } } };
    if (v.photos.count > 0)
        f.image = v.photos.at[0].at;
    struct out *body = page_begin(cx);
    page_public_product(body, &v);
    return page_send(cx, rs, &f, body);
}

/* The address of a producer that was merged leads to what was kept. */
static enum err merged_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str kept;
    struct public_producer to;
    TRY(producer_went_into(cx, path_code(rq, cx, "producer"), &kept));
    TRY(public_producer(cx, kept, &to));
    return see_other(rs, here(cx, producer_public_path(cx->a, to.name, to.code)));
}

enum err public_producer_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct public_producer_view v = { 0 };
    struct listing_rows rows;
    enum err e = public_producer(cx, path_code(rq, cx, "producer"), &v.it);
    if (e == ERR_NOT_FOUND)
        return merged_page(cx, rq, rs);
    TRY(e);
    TRY(listing_of_producer(cx, v.it.code, &rows));
    v.type = type_words(cx, v.it.legal_type);
    v.place = public_place(cx->a, v.it.legal_type, v.it.address, v.it.place_name);
    v.found = listing_cards(cx, &rows);
    TRY(add_held(cx, v.it.id, &v.papers, &v.shops));
    struct out *body = page_begin(cx);
    page_public_producer(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = v.it.name,
                                      .public_page = true,
                                      .bilingual = true,
                                      .path = here(cx, producer_public_path(cx->a, v.it.name,
                                                                            v.it.code)),
                                      .description = join(cx->a, WORDS(cx, "Sản phẩm OCOP của ",
                                                                       "OCOP products of "),
                                                          v.it.name, S(", "), v.it.place_name,
                                                          S(".")),
                                      .crumbs = { { WORDS(cx, "Sản phẩm", "Products"),
                                                    here(cx, url_of(S("/san-pham"))) } } },
                     body);
}
