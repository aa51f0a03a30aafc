/* portal_web.c: "is this star valid today?", and the list of the room's addresses. */
#include "base/utf8.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_page.html.h"

str standing_sentence(struct arena *a, const struct recognition *r, enum standing s, date day)
{
    str stars = join(a, show(a, r->star), S(" sao"));
    (void)day;
    switch (s) {
    case STANDING_IN_FORCE:
        return join(a, S("Hạng "), stars, S(" còn hiệu lực đến hết ngày "), show(a, r->expires_on),
                    S("."));
    case STANDING_EXPIRED:
        return join(a, S("Hạng "), stars, S(" đã hết hiệu lực từ sau ngày "),
                    show(a, r->expires_on), S("."));
    case STANDING_SUPERSEDED:
        return join(a, S("Giấy này đã được thay bằng một kết quả công nhận mới hơn."));
    case STANDING_NOT_YET:
        return join(a, S("Hạng "), stars, S(" có hiệu lực từ ngày "), show(a, r->issued_on),
                    S("."));
    }
    return S("");
}

str standing_look(enum standing s)
{
    switch (s) {
    case STANDING_IN_FORCE:
        return S("is-valid");
    case STANDING_EXPIRED:
    case STANDING_SUPERSEDED:
    case STANDING_NOT_YET:
        return S("is-expired");
    }
    return S("is-unknown");
}

/* -- is this star valid today? ----------------------------------------------------------------- */

static enum err send_check(struct ctx *cx, const struct check_view *v, bool ask, int status,
                           struct resp *rs)
{
    struct out *body = page_begin(cx);
    if (ask)
        page_check_ask(body, v);
    else
        page_check(body, v);
    TRY(page_send(cx, rs,
                  &(struct frame){ .title = S("Kiểm tra giấy chứng nhận"),
                                   .public_page = true,
                                   .description = S("Kiểm tra hạng sao và hiệu lực của giấy chứng "
                                                    "nhận sản phẩm OCOP bằng mã in trên giấy.") },
                  body));
    rs->status = status;
    return OK;
}

static enum err unknown(struct ctx *cx, str typed, bool mistyped, struct resp *rs)
{
    struct check_view v = { .look = S("is-unknown"), .typed = utf8_head(typed, 40) };
    str args[MSG_ARGS] = { v.typed };
    v.says = mistyped ? msg_fill(cx->a, M_CODE_MISTYPED.what, args)
                      : join(cx->a, S("Không có giấy chứng nhận nào mang mã "), typed, S("."));
    v.fault = mistyped ? str_of(M_CODE_MISTYPED.todo)
                       : S("Hãy so lại với mã in trên giấy; nếu vẫn vậy, giấy có thể là giả.");
    return send_check(cx, &v, false, 404, rs);
}

/* The address as printed; of a person or household the commune alone.  law: L91-2025 */
static enum err public_address(struct ctx *cx, const struct product *p, struct check_view *v)
{
    struct public_product shown;
    enum err e = public_product(cx, p->code, &shown);
    bool whole = e == OK && !producer_is_person(shown.legal_type);
    v->address = whole ? v->r.address : p->place_name;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct check_view v = { .known = true };
    enum standing s;
    str typed = S("");
    if (!text_clean(cx->a, path_part(rq, cx, "certificate"), false, &typed))
        typed = S("");
    str code = S("");
    if (!code_read(cx->a, typed, &code))
        return unknown(cx, typed, true, rs);
    enum err e = recognition_by_code(cx, code, &v.r);
    if (e == ERR_NOT_FOUND)
        return unknown(cx, code_show(cx->a, code), false, rs);
    TRY(e);
    TRY(recognition_standing(cx, &v.r, portal_today(cx), &s));
    struct product p;
    TRY(product_get_public(cx, v.r.product, &p));
    TRY(public_address(cx, &p, &v));
    v.says = standing_sentence(cx->a, &v.r, s, portal_today(cx));
    v.look = standing_look(s);
    v.code = code_show(cx->a, code);
    v.stars =
        (struct stars_view){ v.r.star, s == STANDING_IN_FORCE ? S("") : S("không còn hiệu lực") };
    v.product = product_public_path(cx->a, p.name, p.code);
    if (actor_reaches(cx->actor, MAY(READ_PRODUCT), p.place_path, p.producer))
        v.paper = certificate_paper_path(cx->a, v.r.code);
    return send_check(cx, &v, false, 200, rs);
}

static enum err ask_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct check_view v = { 0 };
    str code = S("");
    if (!text_clean(cx->a, req_query(rq, "ma"), false, &v.typed))
        v.typed = S("");
    if (v.typed.len > 0 && code_read(cx->a, v.typed, &code))
        return see_other(rs, recognition_path(cx->a, code));
    if (v.typed.len > 0)
        return unknown(cx, v.typed, true, rs);
    return send_check(cx, &v, true, 200, rs);
}

const struct route portal_routes[] = {
    { GET, "/", home_page, .who = ANYBODY, .cached = true },
    { GET, "/san-pham", catalogue_page, .who = ANYBODY, .cached = true, .slow = true },
    { GET, "/san-pham/:product", public_product_page, .who = ANYBODY, .cached = true },
    { GET, "/chu-the/:producer", public_producer_page, .who = ANYBODY, .cached = true },
    { GET, "/goi-y", suggest_json, .who = ANYBODY },
    { GET, "/tra-cuu", ask_page, .who = ANYBODY },
    { GET, "/c/:certificate", check_page, .who = ANYBODY, .cached = true },
    { GET, "/du-lieu", open_data_page, .who = ANYBODY, .cached = true },
    { GET, "/du-lieu/san-pham.csv", products_csv, .who = ANYBODY, .slow = true },
    { GET, "/du-lieu/san-pham.json", products_json, .who = ANYBODY, .slow = true },
    { GET, "/api/v1/products", api_products, .who = ANYBODY, .slow = true },
    { GET, "/api/v1/openapi.json", api_description, .who = ANYBODY },
    { GET, "/sitemap.xml", sitemap_xml, .who = ANYBODY, .slow = true },
    { GET, "/robots.txt", robots_text, .who = ANYBODY },
    { GET, "/rss.xml", news_xml, .who = ANYBODY, .slow = true },
    { 0 },
};
