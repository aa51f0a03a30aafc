/* login_web.c: signing in and out, own account, own sessions, choosing a password. */
#include "base/conf.h"
#include "core/core.h"
#include "core/login_page.html.h"
#include "core/login_web.h"
#include "core/page.html.h"
#include "core/page_in.h"
#include "web/agent.h"

struct sign_in {
    str login_name;
    str password;
};

static const struct field sign_in_fields[] = {
    FIELD_TEXT(struct sign_in, login_name, "ten_dang_nhap", "Tên đăng nhập", .most = 40),
    FIELD_SECRET(struct sign_in, password, "mat_khau", "Mật khẩu", .most = PASSWORD_MOST),
};
static const struct form sign_in_form = FORM(sign_in_fields);

static const struct field choose_fields[] = {
    FIELD_SECRET(struct password_new, password, "mat_khau_moi", "Mật khẩu mới",
                 .hint = "Ít nhất 10 ký tự. Một câu dễ nhớ tốt hơn một từ khó.",
                 .most = PASSWORD_MOST),
    FIELD_SECRET(struct password_new, again, "nhap_lai", "Nhập lại mật khẩu mới",
                 .most = PASSWORD_MOST),
};
static const struct form choose_form = FORM(choose_fields);

static const struct field change_fields[] = {
    FIELD_SECRET(struct password_new, old_password, "mat_khau_cu", "Mật khẩu hiện tại",
                 .most = PASSWORD_MOST),
    FIELD_SECRET(struct password_new, password, "mat_khau_moi", "Mật khẩu mới",
                 .hint = "Ít nhất 10 ký tự. Một câu dễ nhớ tốt hơn một từ khó.",
                 .most = PASSWORD_MOST),
    FIELD_SECRET(struct password_new, again, "nhap_lai", "Nhập lại mật khẩu mới",
                 .most = PASSWORD_MOST),
};
static const struct form change_form = FORM(change_fields);

/* Only a path of our own: no other site, no sign-in page again. */
static str safe_back(str path)
{
    if (url_of(path).text.len < 2 || str_starts(path, S("/dang-")))
        return S("/viec");
    return path;
}

enum err sign_in_page(struct ctx *cx, const struct req *rq, str sentence, struct resp *rs)
{
    bool refused_here = str_is(rq->path, "/dang-nhap") && rq->method == POST;
    struct fault none = { 0 };
    struct fault *kept_fault = cx->fault;
    if (!refused_here)
        cx->fault = &none;
    struct sign_in_view v = {
        .form = form_view(cx, &sign_in_form, url_of(S("/dang-nhap")), NULL),
        .sentence = refused_here ? S("") : sentence,
        .back = rq->method == GET ? rq->target : S("/viec"),
        .demo = house()->demo,
    };
    if (refused_here) {
        v.back = safe_back(req_field(rq, "_ve"));
        v.resend = req_field(rq, "_gui_lai");
        v.kept = kept_fields(cx->a, rq);
    } else if (rq->method == POST && rq->uploads.count == 0) {
        v.resend = rq->path;
        v.kept = kept_fields(cx->a, rq);
    }
    if (str_is(rq->path, "/dang-nhap") && rq->method == GET)
        v.back = safe_back(req_query(rq, "ve"));
    struct out *body = page_begin(cx);
    page_sign_in(body, &v);
    cx->fault = kept_fault;
    return page_send(cx, rs, &(struct frame){ .title = S("Đăng nhập"), .public_page = true }, body);
}

static enum err sign_in_show(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    if (cx->actor->account.id)
        return see_other(rs, url_of(S("/viec")));
    return sign_in_page(cx, rq, S(""), rs);
}

static void give_cookie(struct ctx *cx, struct resp *rs, str token, bool ends)
{
    str life = ends ? S("; Max-Age=0") : S("");
    resp_header_add(rs, "Set-Cookie",
                    join(cx->a, S("sao="), token, S("; Path=/; HttpOnly; SameSite=Lax"),
                         house()->secure_cookie ? S("; Secure") : S(""), life));
}

/* After signing in with a form kept: one more press sends it, so nothing is sent unseen. */
static enum err offer_resend(struct ctx *cx, const struct req *rq, str token, struct resp *rs)
{
    const struct actor *who;
    TRY(login_actor(cx, token, &who));
    cx->actor = who;
    struct sign_in_view v = {
        .resend_url = url_of(req_field(rq, "_gui_lai")),
        .key = form_key(cx),
        .kept = kept_fields(cx->a, rq),
    };
    struct out *body = page_begin(cx);
    page_resend(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Gửi lại"), .public_page = true }, body);
}

/* The page between the password and the code; what was being sent goes along. */
static enum err code_page(struct ctx *cx, const struct req *rq, str ticket, struct resp *rs)
{
    struct code_view v = { .form = form_view(cx, &factor_code_form, url_of(S("/dang-nhap/ma")),
                                             NULL),
                           .ticket = ticket, .back = safe_back(req_field(rq, "_ve")),
                           .resend = req_field(rq, "_gui_lai"), .kept = kept_fields(cx->a, rq) };
    struct out *body = page_begin(cx);
    page_sign_in_code(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Nhập mã xác thực"), .public_page = true },
                     body);
}

static enum err code_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct factor_code_typed in = { 0 };
    cx->visit->once_key = S("");
    enum err e = form_take(cx, rq, &in);
    str token = S(""), ticket = req_field(rq, "_ve_ma");
    struct login_try try = { .client = rq->client, .agent = req_header(rq, "user-agent") };
    if (e == OK)
        e = login_open_with_code(cx, &try, ticket, in.code, &token);
    if (e == ERR_INPUT || e == ERR_BUSY) {
        TRY(code_page(cx, rq, ticket, rs));
        rs->status = e == ERR_BUSY ? 429 : 422;
        return OK;
    }
    TRY(e);
    give_cookie(cx, rs, token, false);
    if (req_field(rq, "_gui_lai").len > 0)
        return offer_resend(cx, rq, token, rs);
    return see_other(rs, url_of(safe_back(req_field(rq, "_ve"))));
}

static enum err sign_in_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct sign_in in = { 0 };
    cx->visit->once_key = S("");
    enum err e = form_take(cx, rq, &in);
    str token = S("");
    str ticket = S("");
    struct login_try try = { in.login_name, in.password, rq->client, req_header(rq, "user-agent"),
                             &ticket };
    if (e == OK)
        e = login_open(cx, &try, &token);
    if (e == OK && ticket.len > 0)
        return code_page(cx, rq, ticket, rs);
    if (e == ERR_INPUT || e == ERR_BUSY) {
        TRY(sign_in_page(cx, rq, S(""), rs));
        rs->status = e == ERR_BUSY ? 429 : 422;
        return OK;
    }
    TRY(e);
    give_cookie(cx, rs, token, false);
    if (req_field(rq, "_gui_lai").len > 0)
        return offer_resend(cx, rq, token, rs);
    return see_other(rs, url_of(safe_back(req_field(rq, "_ve"))));
}

static enum err sign_out(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    TRY(login_close(cx, cx->actor->login));
    give_cookie(cx, rs, S(""), true);
    return see_other(rs, url_of(S("/")));
}

/* -- own account ------------------------------------------------------------------------------- */

static enum err account_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account_view v = { .form = form_view(cx, &change_form, url_of(S("/tai-khoan")), NULL),
                              .name = cx->actor->name, .login_name = cx->actor->login_name,
                              .key = form_key(cx) };
    struct login_rows open;
    TRY(login_open_list(cx, cx->actor->account, &open));
    v.logins.at = new(cx->a, struct login_line, open.count);
    for (ptrdiff_t i = 0; i < open.count; i++) {
        const struct login *l = &open.at[i];
        v.logins.at[v.logins.count++] = (struct login_line){
            .id = l->id.id, .since = l->created_at, .seen = l->seen_at, .client = l->client,
            .agent = agent_words(cx->a, l->agent), .here = l->id.id == cx->actor->login.id,
        };
    }
    v.others = open.count > 1;
    struct frame f = { .title = S("Tài khoản của tôi") };
    if (str_is(done_word(rq), "mat-khau"))
        f.done = S("Đã đổi mật khẩu. Các phiên đăng nhập khác đã được kết thúc.");
    if (str_is(done_word(rq), "phien"))
        f.done = S("Đã kết thúc phiên đăng nhập.");
    struct out *body = page_begin(cx);
    page_account(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err account_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct password_new in = { 0 };
    enum err e = form_take(cx, rq, &in);
    if (e == OK)
        e = password_set(cx, &in);
    if (e == ERR_INPUT) {
        TRY(account_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(S("/tai-khoan?xong=mat-khau")));
}

/* A person's own data, to take away.  law: L91-2025 */
static enum err own_data_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    TRY(account_own_data(cx, &rs->body));
    rs->type = S("application/json");
    resp_header_add(rs, "Content-Disposition", S("attachment; filename=\"du-lieu-cua-toi.json\""));
    return OK;
}

static enum err login_end_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    int64_t id;
    if (!int_read(req_field(rq, "phien"), &id))
        TRY(login_close_others(cx));
    else
        TRY(login_close(cx, (login_id){ id }));
    return see_other(rs, url_of(S("/tai-khoan?xong=phien")));
}

/* -- choosing a password by invitation --------------------------------------------------------- */

static enum err choose_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str token = path_part(rq, cx, "token");
    struct account_view v = {
        .form = form_view(cx, &choose_form, url_join(cx->a, S("/dat-mat-khau/"), token), NULL),
    };
    struct out *body = page_begin(cx);
    page_choose_password(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Đặt mật khẩu"), .public_page = true },
                     body);
}

static enum err choose_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct password_new in = { 0 };
    enum err e = form_take(cx, rq, &in);
    in.token = path_part(rq, cx, "token");
    if (e == OK)
        e = password_set(cx, &in);
    if (e == ERR_INPUT) {
        TRY(choose_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(S("/dang-nhap")));
}

const struct route login_routes[] = {
    { GET, "/dang-nhap", sign_in_show, .who = ANYBODY, .slow = true },
    { POST, "/dang-nhap", sign_in_post, .who = ANYBODY, .form = &sign_in_form },
    { POST, "/dang-nhap/ma", code_post, .who = ANYBODY, .form = &factor_code_form },
    { GET, "/tai-khoan/du-lieu", own_data_file, .who = MAY(SIGNED_IN) },
    { GET, "/tai-khoan/khoa-api", tokens_page, .who = MAY(SIGNED_IN) },
    { POST, "/tai-khoan/khoa-api", token_post, .who = MAY(SIGNED_IN), .form = &token_form },
    { POST, "/tai-khoan/khoa-api/huy", token_end_post, .who = MAY(SIGNED_IN) },
    { GET, "/tai-khoan/xac-thuc", factor_page, .who = MAY(SIGNED_IN) },
    { POST, "/tai-khoan/xac-thuc/bat", factor_begin_post, .who = MAY(SIGNED_IN) },
    { POST, "/tai-khoan/xac-thuc/xong", factor_done_post, .who = MAY(SIGNED_IN),
      .form = &factor_code_form },
    { POST, "/tai-khoan/xac-thuc/tat", factor_end_post, .who = MAY(SIGNED_IN),
      .form = &factor_code_form },
    { POST, "/dang-xuat", sign_out, .who = MAY(SIGNED_IN) },
    { GET, "/tai-khoan", account_page, .who = MAY(SIGNED_IN) },
    { POST, "/tai-khoan", account_post, .who = MAY(SIGNED_IN), .form = &change_form },
    { POST, "/tai-khoan/phien", login_end_post, .who = MAY(SIGNED_IN) },
    { GET, "/dat-mat-khau/:token", choose_page, .who = ANYBODY },
    { POST, "/dat-mat-khau/:token", choose_post, .who = ANYBODY, .form = &choose_form },
    { 0 },
};
