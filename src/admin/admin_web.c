/* admin_web.c: accounts on the web: list, add, change, roles, links. A handler gathers, calls the
 * rule and chooses the page. */
#include "admin/admin_web.h"

#include "admin/admin_account.html.h"
#include "admin/admin_list.html.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "core/core.sql.h"
#include "core/table.h"
#include "place/place.h"

enum { PAGE_ROWS = 50, LOGIN_NAME_MAX = 200 };

static const char tab[] = "/quan-tri";

static url account_path(struct arena *a, str login_name)
{
    return url_join(a, S("/quan-tri/tai-khoan/"), login_name);
}

static struct frame frame_of(str title)
{
    return (struct frame){ .title = title, .tab = tab,
                           .crumbs = { { S("Quản trị"), url_of(S("/quan-tri")) },
                                       { S("Tài khoản"), url_of(S("/quan-tri/tai-khoan")) } } };
}

/* -- the list ---------------------------------------------------------------------------------- */

static enum err role_words(struct ctx *cx, account_id id, str *out)
{
    struct worn_rows rows;
    struct out *o = out_new(cx->a, .max_bytes = 2048);
    TRY(account_roles(cx, id, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        put(o, i > 0 ? S(", ") : S(""));
        put(o, role_label(rows.at[i].role));
    }
    *out = out_str(o);
    return OK;
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct admin_list_view v = { 0 };
    struct account_rows rows;
    str after;
    if (!text_clean(cx->a, req_query(rq, "tim"), false, &v.typed))
        v.typed = S("");
    if (!text_clean(cx->a, req_query(rq, "sau"), false, &after))
        after = S("");
    str folded = vi_fold(cx->a, v.typed);
    str words = folded.len > 0 ? join(cx->a, S("%"), folded, S("%")) : S("");
    TRY(account_list(cx, words, after, &rows));
    if (rows.count > PAGE_ROWS) {
        rows.count = PAGE_ROWS;
        v.next = url_join(cx->a, S("/quan-tri/tai-khoan?tim="), url_encode(cx->a, v.typed),
                          S("&sau="), url_encode(cx->a, rows.at[PAGE_ROWS - 1].login_name));
    }
    v.rows.at = new(cx->a, struct admin_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct account *r = &rows.at[i];
        struct admin_line *line = &v.rows.at[v.rows.count++];
        *line = (struct admin_line){ .at = account_path(cx->a, r->login_name), .name = r->name,
                                     .login_name = r->login_name, .active = r->active,
                                     .invited = r->password.len == 0 };
        TRY(role_words(cx, r->id, &line->roles));
    }
    v.take = take_links(cx, join(cx->a, S("/quan-tri/tai-khoan/tai-ve?tim="),
                                 url_encode(cx->a, v.typed)));
    struct frame f = { .title = S("Tài khoản"), .tab = tab,
                       .crumbs = { { S("Quản trị"), url_of(S("/quan-tri")) } } };
    if (str_is(done_word(rq), "xoa"))
        f.done = S("Đã xóa dữ liệu cá nhân của tài khoản.");
    struct out *body = page_begin(cx);
    page_admin_list(body, &v);
    return page_send(cx, rs, &f, body);
}

/* Every account the list shows, page after page. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Tên đăng nhập", "text", 20 }, { "Họ và tên", "text", 28 },  { "Vai trò", "text", 48 },
        { "Điện thoại", "text", 16 },    { "Thư điện tử", "text", 28 }, { "Trạng thái", "text", 20 },
    };
    static const struct table_form form = { "Tài khoản", "tai-khoan", columns, COUNT_OF(columns) };
    struct table *t = table_new(cx, &form);
    str folded = vi_fold(cx->a, typed_words(cx, rq));
    str words = folded.len > 0 ? join(cx->a, S("%"), folded, S("%")) : S("");
    char after[LOGIN_NAME_MAX + 1] = "";
    struct account_rows rows;
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(account_list(cx, words, str_of(after), &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PAGE_ROWS; i++) {
            const struct account *r = &rows.at[i];
            str roles;
            TRY(role_words(cx, r->id, &roles));
            table_row(t, (const str[]){ r->login_name, r->name, roles, r->phone, r->email,
                                        !r->active              ? S("Đã khóa")
                                        : r->password.len == 0 ? S("Chờ đặt mật khẩu")
                                                               : S("Đang dùng") });
            ptrdiff_t n = r->login_name.len < LOGIN_NAME_MAX ? r->login_name.len : LOGIN_NAME_MAX;
            for (ptrdiff_t k = 0; k < n; k++)
                after[k] = r->login_name.at[k];
            after[n] = '\0';
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

/* -- one account ------------------------------------------------------------------------------- */

static enum err account_of(struct ctx *cx, const struct req *rq, struct account *out)
{
    str name;
    if (!text_clean(cx->a, path_part(rq, cx, "account"), false, &name))
        return ERR_NOT_FOUND;
    return account_named(cx, name, out);
}

static enum err add_roles(struct ctx *cx, struct admin_account_view *v)
{
    struct account_role_rows rows;
    TRY(account_role_list(cx, v->it.id, &rows));
    v->roles.at = new(cx->a, struct admin_role_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct account_role *r = &rows.at[i];
        struct admin_role_line *line = &v->roles.at[v->roles.count++];
        *line = (struct admin_role_line){ .id = r->id, .label = role_label((enum role)r->role) };
        TRY(admin_where(cx, r->place_path, r->producer, &line->where));
    }
    return OK;
}

static str done_sentence(const struct req *rq)
{
    str word = done_word(rq);
    if (str_is(word, "luu"))
        return S("Đã lưu tài khoản.");
    if (str_is(word, "vai-tro"))
        return S("Đã thêm vai trò.");
    if (str_is(word, "go"))
        return S("Đã gỡ vai trò.");
    if (str_is(word, "tat-ma"))
        return S("Đã tắt mã xác thực của người này.");
    if (str_is(word, "phien"))
        return S("Đã kết thúc mọi phiên đăng nhập.");
    if (str_is(word, "duong-dan"))
        return S(
            "Đường dẫn đã được tạo và chỉ hiện một lần. Nếu chưa chép, hãy tạo đường dẫn mới.");
    return S("");
}

static enum err show_account(struct ctx *cx, const struct req *rq, const struct account *it,
                             struct resp *rs)
{
    struct login_rows open;
    struct factor factor;
    bool has_factor;
    str at = account_path(cx->a, it->login_name).text;
    struct admin_account_view v = {
        .it = *it,
        .own = it->id.id == cx->actor->account.id,
        .invited = it->password.len == 0,
        .key = form_key(cx),
        .edit = url_join(cx->a, at, S("/sua")),
        .give = url_join(cx->a, at, S("/vai-tro")),
        .take = url_join(cx->a, at, S("/go-vai-tro")),
        .reset = url_join(cx->a, at, S("/duong-dan")),
        .end_logins = url_join(cx->a, at, S("/ket-thuc-phien")),
        .forget = url_join(cx->a, at, S("/xoa-du-lieu")),
        .factor_off = url_join(cx->a, at, S("/tat-ma")),
        .trail = url_join(cx->a, S("/quan-tri/vet?chuoi=account%2F"), show(cx->a, it->id.id)),
        .faults = fault_list(cx),
    };
    TRY(login_open_list(cx, it->id, &open));
    TRY(factor_of(cx, it->id, &factor, &has_factor));
    v.factor_on = has_factor && factor_on(&factor);
    v.logins = open.count;
    TRY(add_roles(cx, &v));
    struct frame f = frame_of(it->name);
    f.done = cx->fault->count == 0 ? done_sentence(rq) : S("");
    struct out *body = page_begin(cx);
    page_admin_account(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    return show_account(cx, rq, &it, rs);
}

/* -- forms ------------------------------------------------------------------------------------- */

static bool shown_again(enum err e)
{
    return e == ERR_INPUT || e == ERR_CONFLICT || e == ERR_STATE;
}

/* The province first, then its communes. */
static enum err unit_picks(struct ctx *cx, struct form_view *form)
{
    struct pick *communes;
    ptrdiff_t count;
    str code = house()->province_code;
    TRY(place_picks(cx, join(cx->a, code, S("/")), &communes, &count));
    struct pick *at = new(cx->a, struct pick, count + 1);
    at[0] = (struct pick){ code, join(cx->a, house()->province_name, S(" (cả tỉnh)")) };
    for (ptrdiff_t i = 0; i < count; i++)
        at[i + 1] = communes[i];
    form_view_picks(form, "don_vi", at, count + 1);
    return OK;
}

static enum err add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct admin_account_view v = { .form =
                                        form_view(cx, &admin_account_form, url_of(rq->path), NULL),
                                    .back = url_of(S("/quan-tri/tai-khoan")) };
    TRY(unit_picks(cx, &v.form));
    struct frame f = frame_of(S("Thêm tài khoản"));
    struct out *body = page_begin(cx);
    page_admin_add(body, &v);
    return page_send(cx, rs, &f, body);
}

/* The only deed that is not answered by a 303: the link is kept nowhere, so it is shown at once.
 * The same form sent again leads to the account instead. */
static enum err link_page(struct ctx *cx, str name, str login_name, str link, struct resp *rs)
{
    struct admin_link_view v = { .name = name, .login_name = login_name, .link = link,
                                 .hours = INVITATION_HOURS,
                                 .account = account_path(cx->a, login_name) };
    if (cx->visit->repeated)
        return see_other(rs, url_of(cx->visit->once_location));
    struct frame f = frame_of(S("Đường dẫn đặt mật khẩu"));
    struct out *body = page_begin(cx);
    page_admin_link(body, &v);
    return page_send(cx, rs, &f, body);
}

static str location(struct ctx *cx, str login_name, str done)
{
    cx->visit->once_location = join(cx->a, account_path(cx->a, login_name).text, S("?xong="), done);
    return cx->visit->once_location;
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str link = S("");
    struct admin_account in = { .link = &link };
    enum err e = form_take(cx, rq, &in);
    str login_name = vi_fold(cx->a, in.login_name);
    location(cx, login_name, S("duong-dan"));
    if (e == OK)
        e = admin_account_add_tx(cx, &in);
    if (!shown_again(e))
        return e == OK ? link_page(cx, in.name, login_name, link, rs) : e;
    TRY(add_page(cx, rq, rs));
    rs->status = err_http(e);
    return OK;
}

static enum err change_form(struct ctx *cx, const struct req *rq, const struct account *it,
                            struct resp *rs)
{
    struct admin_account_view v = { .it = *it,
                                    .back = account_path(cx->a, it->login_name),
                                    .form =
                                        form_view(cx, &admin_change_form, url_of(rq->path), it) };
    struct frame f = frame_of(S("Sửa tài khoản"));
    struct out *body = page_begin(cx);
    page_admin_edit(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err change_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    return change_form(cx, rq, &it, rs);
}

static enum err change_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct account in = it;
    enum err e = form_take(cx, rq, &in);
    str to = location(cx, it.login_name, S("luu"));
    if (e == OK)
        e = admin_change_tx(cx, &in);
    if (!shown_again(e))
        return e == OK ? see_other(rs, url_of(to)) : e;
    TRY(change_form(cx, rq, &it, rs));
    rs->status = err_http(e);
    return OK;
}

/* -- roles ------------------------------------------------------------------------------------- */

static enum err give_form(struct ctx *cx, const struct req *rq, const struct account *it,
                          struct resp *rs)
{
    struct admin_account_view v = { .it = *it,
                                    .back = account_path(cx->a, it->login_name),
                                    .form =
                                        form_view(cx, &admin_role_form, url_of(rq->path), NULL) };
    TRY(unit_picks(cx, &v.form));
    struct frame f = frame_of(S("Thêm vai trò"));
    struct out *body = page_begin(cx);
    page_admin_give(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err give_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    return give_form(cx, rq, &it, rs);
}

static enum err give_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct admin_role in = { 0 };
    struct admin_act act = { .account = it.id };
    enum err e = form_take(cx, rq, &in);
    str to = location(cx, it.login_name, S("vai-tro"));
    if (e == OK)
        e = admin_worn(cx, &in, &act.worn);
    if (e == OK)
        e = admin_give_tx(cx, &act);
    if (!shown_again(e))
        return e == OK ? see_other(rs, url_of(to)) : e;
    TRY(give_form(cx, rq, &it, rs));
    rs->status = err_http(e);
    return OK;
}

/* A deed of one button: back to the account, with the sentence when it was refused. */
static enum err after_deed(struct ctx *cx, const struct req *rq, const struct account *it,
                           enum err e, struct resp *rs)
{
    if (e == OK)
        return see_other(rs, url_of(cx->visit->once_location));
    if (!shown_again(e))
        return e;
    TRY(show_account(cx, rq, it, rs));
    rs->status = err_http(e);
    return OK;
}

static enum err take_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct admin_act act = { .account = it.id };
    if (!int_read(req_field(rq, "vai_tro"), &act.role))
        return ERR_NOT_FOUND;
    location(cx, it.login_name, S("go"));
    return after_deed(cx, rq, &it, admin_take_tx(cx, &act), rs);
}

static enum err end_logins_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct admin_act act = { .account = it.id };
    location(cx, it.login_name, S("phien"));
    return after_deed(cx, rq, &it, admin_end_logins_tx(cx, &act), rs);
}

static enum err forget_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct admin_act act = { .account = it.id };
    cx->visit->once_location = S("/quan-tri/tai-khoan?xong=xoa");
    return after_deed(cx, rq, &it, admin_forget_tx(cx, &act), rs);
}

static enum err factor_off_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    TRY(account_of(cx, rq, &it));
    struct admin_act act = { .account = it.id };
    location(cx, it.login_name, S("tat-ma"));
    return after_deed(cx, rq, &it, admin_factor_off_tx(cx, &act), rs);
}

static enum err reset_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct account it;
    str link = S("");
    TRY(account_of(cx, rq, &it));
    struct admin_act act = { .account = it.id, .link = &link };
    location(cx, it.login_name, S("duong-dan"));
    enum err e = admin_reset_tx(cx, &act);
    if (e == OK)
        return link_page(cx, it.name, it.login_name, link, rs);
    return after_deed(cx, rq, &it, e, rs);
}

const struct route admin_routes[] = {
    { GET, "/quan-tri", admin_home_page, .who = MAY(ADMIN) },
    { GET, "/quan-tri/tai-khoan", list_page, .who = MAY(ADMIN) },
    { GET, "/quan-tri/tai-khoan/tai-ve", list_file, .who = MAY(ADMIN), .slow = true },
    { GET, "/quan-tri/tai-khoan/them", add_page, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/them", add_post, .who = MAY(ADMIN), .form = &admin_account_form },
    { GET, "/quan-tri/tai-khoan/:account", show_page, .who = MAY(ADMIN) },
    { GET, "/quan-tri/tai-khoan/:account/sua", change_page, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/sua", change_post, .who = MAY(ADMIN),
      .form = &admin_change_form },
    { GET, "/quan-tri/tai-khoan/:account/vai-tro", give_page, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/vai-tro", give_post, .who = MAY(ADMIN),
      .form = &admin_role_form },
    { POST, "/quan-tri/tai-khoan/:account/go-vai-tro", take_post, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/duong-dan", reset_post, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/ket-thuc-phien", end_logins_post, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/xoa-du-lieu", forget_post, .who = MAY(ADMIN) },
    { POST, "/quan-tri/tai-khoan/:account/tat-ma", factor_off_post, .who = MAY(ADMIN) },
    { GET, "/quan-tri/cai-dat", admin_settings_page, .who = MAY(ADMIN) },
    { POST, "/quan-tri/cai-dat", admin_settings_post, .who = MAY(ADMIN), .form = &admin_settings_form },
    { GET, "/quan-tri/vet", admin_trail_page, .who = MAY(ADMIN) },
    { GET, "/quan-tri/vet/tai-ve", admin_trail_file, .who = MAY(ADMIN), .slow = true },
    { 0 },
};
