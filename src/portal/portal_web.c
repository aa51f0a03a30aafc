/* portal_web.c: search, product page, "is this star valid today?". */
#include "base/utf8.h"
#include "base/vi.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_page.html.h"

#define MSG MSG_DEFINE
#include "portal/portal.msg"
#undef MSG

enum { LISTING_ROWS = 24 };

static date today(struct ctx *cx)
{
    return instant_date(cx->now);
}

static str off_words(struct arena *a, date issued, date expires, date day)
{
    if (day.days < issued.days)
        return S("chưa có hiệu lực");
    return day.days <= expires.days ? S("") : join(a, S("đã hết hạn "), show(a, expires));
}

static enum err find(struct ctx *cx, struct catalogue_view *v, bytes after_key, product_id after)
{
    struct listing_rows rows;
    bool lite = db_engine_of(cx->db) == DB_SQLITE;
    str match = lite ? vi_match_sqlite(cx->a, v->typed) : vi_match_postgres(cx->a, v->typed);
    if (match.len == 0)
        TRY(listing_all(cx, v->star, after_key, after, &rows));
    else
        TRY(listing_search(cx, match, v->star, after_key, after, &rows));
    if (rows.count > LISTING_ROWS) {
        const struct listing *last = &rows.at[LISTING_ROWS - 1];
        rows.count = LISTING_ROWS;
        v->next = url_join(cx->a, S("/san-pham?tim="), url_encode(cx->a, v->typed), S("&sao="),
                           show(cx->a, v->star), S("&sau="),
                           page_key_show(cx->a, last->id.id, last->name_key));
    }
    v->rows.at = new(cx->a, struct listing_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct listing *l = &rows.at[i];
        v->rows.at[v->rows.count++] = (struct listing_line){
            .at = product_public_path(cx->a, l->name, l->code),
            .photo = l->photo.len > 0 ? photo_path(cx->a, l->photo) : (url){ S("") },
            .name = l->name, .producer = l->producer_name, .place = l->place_name,
            .stars = { l->star, off_words(cx->a, l->issued_on, l->expires_on, today(cx)) } };
    }
    return OK;
}

static enum err add_figures(struct ctx *cx, struct catalogue_view *v)
{
    struct star_count_rows counts;
    TRY(listing_counts(cx, today(cx), &counts));
    v->figures.at = new(cx->a, struct figure_line, counts.count);
    for (ptrdiff_t i = 0; i < counts.count; i++)
        v->figures.at[v->figures.count++] = (struct figure_line){
            url_join(cx->a, S("/san-pham?sao="), show(cx->a, counts.at[i].star)),
            show(cx->a, counts.at[i].count),
            join(cx->a, S("sản phẩm "), show(cx->a, counts.at[i].star), S(" sao còn hiệu lực")) };
    return OK;
}

static enum err home_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct catalogue_view v = { .home = true, .province = house()->province_name };
    (void)rq;
    TRY(add_figures(cx, &v));
    TRY(find(cx, &v, (bytes){ NULL, 0 }, (product_id){ 0 }));
    struct out *body = page_begin(cx);
    page_home(body, &v);
    return page_send(
        cx, rs,
        &(struct frame){ .title = S("Sản phẩm OCOP"),
                         .public_page = true,
                         .description = S("Tra cứu sản phẩm OCOP và hạng sao còn hiệu lực.") },
        body);
}

static enum err catalogue_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct catalogue_view v = { 0 };
    struct page_key k = page_key_read(cx, rq);
    int64_t star = 0;
    if (int_read(req_query(rq, "sao"), &star) && star >= 1 && star <= 5)
        v.star = (int32_t)star;
    v.typed = typed_words(cx, rq);
    TRY(find(cx, &v, k.key, (product_id){ k.id }));
    struct out *body = page_begin(cx);
    page_catalogue(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Sản phẩm OCOP"), .public_page = true },
                     body);
}

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

static str look_of(enum standing s)
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

static enum err product_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct public_product_view v = { .standing = S("Sản phẩm chưa được công nhận hạng sao."),
                                     .standing_look = S("is-unknown") };
    struct recognition r;
    TRY(public_product(cx, path_code(rq, cx, "product"), &v.it));
    TRY(recognition_of_product(cx, v.it.id, &r, &v.recognised));
    TRY(add_photos(cx, &v));
    v.set_name = product_set_name(v.it.set_slug);
    if (v.recognised) {
        enum standing s;
        TRY(recognition_standing(cx, &r, today(cx), &s));
        v.standing = standing_sentence(cx->a, &r, s, today(cx));
        v.standing_look = look_of(s);
        v.stars =
            (struct stars_view){ r.star, off_words(cx->a, r.issued_on, r.expires_on, today(cx)) };
        v.check = recognition_path(cx->a, r.code);
        v.decision = join(cx->a, r.decision_number, S(", "), r.issuer, S(", ngày "),
                          show(cx->a, r.signed_on));
    }
    struct out *body = page_begin(cx);
    page_public_product(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = v.it.name, .public_page = true,
                                              .description = v.standing }, body);
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
                  &(struct frame){ .title = S("Kiểm tra giấy chứng nhận"), .public_page = true },
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
    TRY(recognition_standing(cx, &v.r, today(cx), &s));
    struct product p;
    TRY(product_get_public(cx, v.r.product, &p));
    v.says = standing_sentence(cx->a, &v.r, s, today(cx));
    v.look = look_of(s);
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
    { GET, "/san-pham/:product", product_page, .who = ANYBODY, .cached = true },
    { GET, "/tra-cuu", ask_page, .who = ANYBODY },
    { GET, "/c/:certificate", check_page, .who = ANYBODY, .cached = true },
    { 0 },
};
