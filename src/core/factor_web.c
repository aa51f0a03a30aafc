/* factor_web.c: turning the second step on and off; the page between password and code is
 * login_web.c's. */
#include "core/core.h"
#include "core/login_page.html.h"
#include "core/login_web.h"

static const struct field code_fields[] = {
    FIELD_TEXT(struct factor_code_typed, code, "ma_xac_thuc", "Mã 6 chữ số", .hint = "Mã trong ứng dụng, hoặc một mã dự phòng.",
               .least = 1, .most = 40),
};
const struct form factor_code_form = FORM(code_fields);

static struct frame frame_of(void)
{
    return (struct frame){ .title = S("Mã xác thực khi đăng nhập"),
                           .crumbs = { { S("Tài khoản"), url_of(S("/tai-khoan")) } } };
}

enum err factor_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct factor_view v = { .key = form_key(cx) };
    struct factor f;
    bool found;
    TRY(factor_of(cx, cx->actor->account, &f, &found));
    v.on = found && factor_on(&f);
    v.waits = found && !v.on;
    v.since = v.on ? f.confirmed_at : (instant){ 0 };
    v.left = v.on ? factor_spares_left(&f) : 0;
    if (v.waits) {
        v.secret = factor_secret(cx->a, &f);
        v.drawing = qr_drawing(cx->a, factor_address(cx, &f));
    }
    v.form = form_view(cx, &factor_code_form,
                       url_of(v.on ? S("/tai-khoan/xac-thuc/tat") : S("/tai-khoan/xac-thuc/xong")),
                       NULL);
    struct frame fr = frame_of();
    if (str_is(done_word(rq), "tat"))
        fr.done = S("Đã tắt mã xác thực.");
    struct out *body = page_begin(cx);
    page_factor(body, &v);
    return page_send(cx, rs, &fr, body);
}

enum err factor_begin_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    cx->visit->once_location = S("/tai-khoan/xac-thuc");
    TRY(factor_begin_tx(cx));
    return see_other(rs, url_of(S("/tai-khoan/xac-thuc")));
}

static enum err again(struct ctx *cx, const struct req *rq, enum err e, struct resp *rs)
{
    if (e != ERR_INPUT && e != ERR_BUSY)
        return e;
    TRY(factor_page(cx, rq, rs));
    rs->status = e == ERR_BUSY ? 429 : err_http(e);
    return OK;
}

/* The spare codes are shown here and never again, so this reply is no redirect. */
enum err factor_done_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct factor_code_typed in = { 0 };
    str spares[FACTOR_SPARES];
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location = S("/tai-khoan/xac-thuc");
    if (e == OK)
        e = factor_confirm_tx(cx, &(struct factor_confirm){ in.code, spares });
    if (e != OK)
        return again(cx, rq, e, rs);
    if (cx->visit->repeated)
        return see_other(rs, url_of(S("/tai-khoan/xac-thuc")));
    struct factor_view v = { .on = true };
    v.spares.at = new(cx->a, struct spare_line, FACTOR_SPARES);
    for (int i = 0; i < FACTOR_SPARES; i++)
        v.spares.at[v.spares.count++] = (struct spare_line){ spares[i] };
    struct frame f = frame_of();
    f.done = S("Đã bật mã xác thực. Từ lần đăng nhập sau, hệ thống hỏi mã sau khi nhập mật khẩu.");
    struct out *body = page_begin(cx);
    page_factor_spares(body, &v);
    return page_send(cx, rs, &f, body);
}

enum err factor_end_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct factor_code_typed in = { 0 };
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location = S("/tai-khoan/xac-thuc?xong=tat");
    if (e == OK)
        e = factor_end_tx(cx, &in.code);
    return e == OK ? see_other(rs, url_of(cx->visit->once_location)) : again(cx, rq, e, rs);
}
