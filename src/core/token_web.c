/* token_web.c: one's own tokens. */
#include "core/core.h"
#include "core/login_page.html.h"
#include "core/login_web.h"

static enum err tokens_show(struct ctx *cx, str clear, str done, struct resp *rs)
{
    struct token_rows rows;
    struct token_view v = { .form = form_view(cx, &token_form, url_of(S("/tai-khoan/khoa-api")),
                                              NULL),
                            .key = form_key(cx), .clear = clear };
    TRY(token_list_own(cx, &rows));
    v.rows.at = new(cx->a, struct token_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct token *t = &rows.at[i];
        v.rows.at[v.rows.count++] = (struct token_line){
            t->id, t->name, token_scope_label(t->scope), t->ends_at, t->used_on };
    }
    struct frame f = { .title = S("Khóa cho phần mềm khác"), .done = done,
                       .crumbs = { { S("Tài khoản"), url_of(S("/tai-khoan")) } } };
    struct out *body = page_begin(cx);
    page_tokens(body, &v);
    return page_send(cx, rs, &f, body);
}

enum err tokens_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str done = str_is(done_word(rq), "go")
                   ? S("Đã hủy khóa. Phần mềm dùng khóa ấy không vào được nữa.")
                   : S("");
    return tokens_show(cx, S(""), done, rs);
}

/* The token is shown here and never again, so this reply is no redirect. */
enum err token_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct token_new in = { .clear = &(str){ NULL, 0 } };
    enum err e = form_take(cx, rq, &in.it);
    cx->visit->once_location = S("/tai-khoan/khoa-api");
    if (e == OK)
        e = token_add_tx(cx, &in);
    if (e == OK && cx->visit->repeated)
        return see_other(rs, url_of(S("/tai-khoan/khoa-api")));
    if (e != OK && e != ERR_INPUT && e != ERR_LIMIT)
        return e;
    TRY(tokens_show(cx, e == OK ? *in.clear : S(""), S(""), rs));
    if (e != OK)
        rs->status = err_http(e);
    return OK;
}

enum err token_end_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    int64_t id;
    if (!int_read(req_field(rq, "khoa"), &id))
        return ERR_NOT_FOUND;
    cx->visit->once_location = S("/tai-khoan/khoa-api?xong=go");
    TRY(token_end_tx(cx, &id));
    return see_other(rs, url_of(cx->visit->once_location));
}
