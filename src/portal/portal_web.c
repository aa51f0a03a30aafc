/* portal_web.c: "is this star valid today?", and the list of the room's addresses. */
#include "base/utf8.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_page.html.h"

str standing_sentence(struct ctx *cx, const struct recognition *r, enum standing s)
{
    str stars = join(cx->a, WORDS(cx, "Hạng ", "Its "), star_words(cx, r->star));
    switch (s) {
    case STANDING_IN_FORCE:
        return join(cx->a, stars, WORDS(cx, " còn hiệu lực đến hết ngày ", " are valid until "),
                    day_words(cx, r->expires_on), S("."));
    case STANDING_EXPIRED:
        return join(cx->a, stars, WORDS(cx, " đã hết hiệu lực từ sau ngày ", " expired after "),
                    day_words(cx, r->expires_on), S("."));
    case STANDING_SUPERSEDED:
        return WORDS(cx, "Giấy này đã được thay bằng một kết quả công nhận mới hơn.",
                     "A newer recognition has taken the place of this certificate.");
    case STANDING_REVOKED:
        return join(cx->a, stars, WORDS(cx, " đã bị thu hồi từ ngày ", " were revoked from "),
                    day_words(cx, r->revoked_on), S("."));
    case STANDING_NOT_YET:
        return join(cx->a, stars, WORDS(cx, " có hiệu lực từ ngày ", " are valid from "),
                    day_words(cx, r->issued_on), S("."));
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
    case STANDING_REVOKED:
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
                  &(struct frame){ .title = WORDS(cx, "Kiểm tra giấy chứng nhận",
                                                  "Check a certificate"),
                                   .public_page = true, .bilingual = true,
                                   .description = WORDS(
                                       cx,
                                       "Kiểm tra hạng sao và hiệu lực của giấy chứng nhận sản phẩm "
                                       "OCOP bằng mã in trên giấy.",
                                       "Check the stars and the validity of an OCOP certificate by "
                                       "the code on its paper.") },
                  body));
    rs->status = status;
    return OK;
}

static enum err unknown(struct ctx *cx, str typed, bool mistyped, struct resp *rs)
{
    struct check_view v = { .look = S("is-unknown"), .form = here(cx, url_of(S("/tra-cuu"))),
                            .typed = utf8_head(typed, 40) };
    str args[MSG_ARGS] = { v.typed };
    v.says = mistyped ? msg_fill(cx->a,
                                 cx->visit->english ? "The code “{0}” is mistyped."
                                                    : M_CODE_MISTYPED.what,
                                 args)
                      : join(cx->a, WORDS(cx, "Không có giấy chứng nhận nào mang mã ",
                                          "There is no certificate with the code "),
                             typed, S("."));
    v.fault = mistyped ? WORDS(cx, M_CODE_MISTYPED.todo, "Compare it with the code on the paper.")
                       : WORDS(cx,
                               "Hãy so lại với mã in trên giấy; nếu vẫn vậy, giấy có thể là giả.",
                               "Compare it with the code on the paper; if it is the same, the "
                               "paper may be forged.");
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
    struct check_view v = { .known = true, .form = here(cx, url_of(S("/tra-cuu"))) };
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
    v.says = standing_sentence(cx, &v.r, s);
    v.look = standing_look(s);
    v.code = code_show(cx->a, code);
    v.stars =
        (struct stars_view){ v.r.star, s == STANDING_IN_FORCE ? S("")
                                                     : WORDS(cx, "không còn hiệu lực",
                                                             "not valid") };
    v.product = here(cx, product_public_path(cx->a, p.name, p.code));
    if (actor_reaches(cx->actor, MAY(READ_PRODUCT), p.place_path, p.producer))
        v.paper = certificate_paper_path(cx->a, v.r.code);
    return send_check(cx, &v, false, 200, rs);
}

static enum err ask_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct check_view v = { .form = here(cx, url_of(S("/tra-cuu"))) };
    str code = S("");
    if (!text_clean(cx->a, req_query(rq, "ma"), false, &v.typed))
        v.typed = S("");
    if (v.typed.len > 0 && code_read(cx->a, v.typed, &code))
        return see_other(rs, here(cx, recognition_path(cx->a, code)));
    if (v.typed.len > 0)
        return unknown(cx, v.typed, true, rs);
    return send_check(cx, &v, true, 200, rs);
}

/* Pages that stand below /en too. */
#define BOTH(path, run, ...)                                                                       \
    { GET, path, run, .who = ANYBODY, __VA_ARGS__ }, { GET, "/en" path, run, .who = ANYBODY, __VA_ARGS__ }

const struct route portal_routes[] = {
    BOTH("/", home_page, .cached = true),
    { GET, "/en", home_page, .who = ANYBODY, .cached = true },
    BOTH("/san-pham", catalogue_page, .cached = true, .slow = true),
    BOTH("/san-pham/:product", public_product_page, .cached = true),
    BOTH("/chu-the/:producer", public_producer_page, .cached = true),
    BOTH("/tra-cuu", ask_page, .slow = false),
    BOTH("/c/:certificate", check_page, .cached = true),
    BOTH("/ban-do", map_page, .slow = true),
    BOTH("/ban-do/diem.json", map_points, .slow = true),
    BOTH("/so-sanh", compare_page, .cached = true, .slow = true),
    { GET, "/goi-y", suggest_json, .who = ANYBODY },
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
