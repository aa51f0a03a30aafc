/* admin_settings_web.c: the overview, the settings of the province, and the trail of one stream. */
#include "admin/admin_home.html.h"
#include "admin/admin_settings.html.h"
#include "admin/admin_web.h"
#include "base/utf8.h"
#include "core/core.sql.h"
#include "core/table.h"

enum { TRAIL_ROWS = 50, STREAM_CHARS_MAX = 60, DETAIL_BYTES_MAX = 64 << 10 };

static struct frame frame_of(str title)
{
    return (struct frame){ .title = title, .tab = "/quan-tri",
                           .crumbs = { { S("Quản trị"), url_of(S("/quan-tri")) } } };
}

enum err admin_home_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    struct admin_home_view v = { .demo = house()->demo, .public_url = house()->public_url };
    TRY(admin_health(cx, &v.h));
    int64_t tenths = v.h.mean_us / 100;        /* of a millisecond */
    v.mean = join(cx->a, show(cx->a, tenths / 10), S(","), show(cx->a, tenths % 10), S(" ms"));
    v.database = v.h.database_bytes >= 0 ? admin_bytes(cx->a, v.h.database_bytes) : S("PostgreSQL");
    v.disk_free = admin_bytes(cx->a, v.h.disk_free);
    v.disk_whole = admin_bytes(cx->a, v.h.disk_whole);
    v.disk_low = v.h.disk_free < v.h.disk_whole / 10 || v.h.disk_free < (int64_t)2 << 30;
    struct frame f = { .title = S("Quản trị"), .tab = "/quan-tri" };
    struct out *body = page_begin(cx);
    page_admin_home(body, &v);
    return page_send(cx, rs, &f, body);
}

/* -- settings ---------------------------------------------------------------------------------- */

enum err admin_settings_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct admin_settings it;
    TRY(admin_settings_get(cx, &it));
    struct admin_settings_view v = {
        .form = form_view(cx, &admin_settings_form, url_of(S("/quan-tri/cai-dat")), &it)
    };
    struct frame f = frame_of(S("Cài đặt của tỉnh"));
    if (str_is(done_word(rq), "luu"))
        f.done = S("Đã lưu cài đặt.");
    struct out *body = page_begin(cx);
    page_admin_settings(body, &v);
    return page_send(cx, rs, &f, body);
}

enum err admin_settings_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct admin_settings in = { 0 };
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location = S("/quan-tri/cai-dat?xong=luu");
    if (e == OK)
        e = admin_settings_put_tx(cx, &in);
    if (e == ERR_INPUT || e == ERR_CONFLICT) {
        TRY(admin_settings_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    TRY(house_refresh(cx));
    return see_other(rs, url_of(S("/quan-tri/cai-dat?xong=luu")));
}

/* -- the trail --------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    const char *says;
} deeds[] = {
    { "account.added", "Thêm tài khoản" },
    { "account.changed", "Sửa tài khoản" },
    { "account.switched_off", "Khóa tài khoản" },
    { "account.reset", "Đặt lại mật khẩu" },
    { "account.invited", "Tạo đường dẫn đặt mật khẩu" },
    { "account.password_set", "Đặt mật khẩu" },
    { "account.role_given", "Thêm vai trò" },
    { "account.role_taken", "Gỡ vai trò" },
    { "account.factor_on", "Bật mã xác thực" },
    { "account.factor_off", "Tắt mã xác thực" },
    { "account.factor_spare", "Dùng một mã dự phòng" },
    { "news.added", "Viết tin" },
    { "news.changed", "Sửa tin" },
    { "account.forgotten", "Xóa dữ liệu cá nhân" },
    { "token.added", "Tạo khóa cho phần mềm" },
    { "token.ended", "Hủy khóa của phần mềm" },
    { "login.opened", "Đăng nhập" },
    { "login.ended", "Kết thúc một phiên" },
    { "login.others_ended", "Kết thúc các phiên khác" },
    { "login.all_ended", "Kết thúc mọi phiên" },
    { "settings.changed", "Sửa cài đặt của tỉnh" },
};

static str deed(str word)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(deeds); i++)
        if (str_is(word, deeds[i].word))
            return str_of(deeds[i].says);
    return word;
}

static enum err actor_name(struct ctx *cx, int64_t actor, str *out)
{
    struct account who;
    *out = S("không qua đăng nhập");      /* a command line, a link, the sign-in itself */
    if (actor == 0)
        return OK;
    enum err e = account_get(cx, (account_id){ actor }, &who);
    *out = e == OK ? who.login_name : join(cx->a, S("tài khoản "), show(cx->a, actor));
    return e == ERR_NOT_FOUND ? OK : e;
}

static void put_value(struct out *o, const json_t *v)
{
    if (json_is_integer(v))
        put(o, (int64_t)json_integer_value(v));
    else
        put(o, json_text(v));
    for (size_t i = 0; i < json_array_size(v); i++) {
        put(o, i > 0 ? S(", ") : S(""));
        put(o, json_text(json_array_get(v, i)));
    }
}

static bool says_nothing(const json_t *v)
{
    return json_text(v).len == 0 && json_array_size(v) == 0;
}

/* {"role":"commune","place":"91/30307/"} as "role: commune; place: 91/30307/", which a narrow page
 * can break. */
static str detail_words(struct ctx *cx, str detail)
{
    struct json_fault why;
    const json_t *root = detail.len > 0 ? json_read(cx->a, detail, DETAIL_BYTES_MAX, &why) : NULL;
    struct out *o = out_new(cx->a, .max_bytes = DETAIL_BYTES_MAX);
    const char *name;
    json_t *value;
    if (!json_is_object(root))
        return detail;
    json_object_foreach((json_t *)(uintptr_t)root, name, value) {
        if (json_is_integer(value) ? json_integer_value(value) == 0 : says_nothing(value))
            continue;
        put(o, o->len > 0 ? S("; ") : S(""));
        put(o, join(cx->a, str_of(name), S(": ")));
        put_value(o, value);
    }
    return out_str(o);
}

static enum err add_links(struct ctx *cx, const struct audit_rows *rows, struct admin_trail_view *v)
{
    v->rows.at = new(cx->a, struct admin_trail_line, rows->count);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct audit *k = &rows->at[i];
        struct admin_trail_line *line = &v->rows.at[v->rows.count++];
        *line = (struct admin_trail_line){
            .seq = k->seq,
            .at = k->at,
            .what = deed(k->what),
            .detail = detail_words(cx, k->detail),
            .row = join(cx->a, k->tbl, S(" "), show(cx->a, k->tbl_row)),
        };
        TRY(actor_name(cx, k->actor, &line->who));
    }
    return OK;
}

/* "noun/number" of ours: letters, digits, "_", "-" and "/". */
static bool stream_fine(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != '/')
            return false;
    }
    return s.len <= STREAM_CHARS_MAX;
}

static enum err read_stream(struct ctx *cx, const struct req *rq, struct admin_trail_view *v)
{
    struct audit_rows rows;
    int64_t before;
    if (!int_read(req_query(rq, "truoc"), &before) || before <= 0)
        before = INT64_MAX;
    TRY(audit_recent(cx, v->typed, before, &rows));
    TRY(add_links(cx, &rows, v));
    if (rows.count == TRAIL_ROWS && rows.at[TRAIL_ROWS - 1].seq > 1)
        v->next = url_join(cx->a, S("/quan-tri/vet?chuoi="), url_encode(cx->a, v->typed),
                           S("&truoc="), show(cx->a, rows.at[TRAIL_ROWS - 1].seq));
    return OK;
}

/* A whole stream, newest first. */
enum err admin_trail_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Số", "int", 8 },    { "Lúc", "text", 22 }, { "Ai", "text", 20 },
        { "Việc", "text", 32 }, { "Dòng", "text", 22 }, { "Chi tiết", "text", 48 },
    };
    static const struct table_form form = { "Vết thay đổi", "vet-thay-doi", columns,
                                            COUNT_OF(columns) };
    str stream = query_word(cx, rq, "chuoi");
    struct table *t = table_new(cx, &form);
    int64_t before = INT64_MAX;
    struct audit_rows rows;
    if (!stream_fine(stream) || stream.len == 0)
        return ERR_NOT_FOUND;
    do {
        struct admin_trail_view v = { 0 };
        struct arena_mark mark = arena_mark(cx->a);
        TRY(audit_recent(cx, stream, before, &rows));
        TRY(add_links(cx, &rows, &v));
        for (ptrdiff_t i = 0; i < v.rows.count; i++) {
            const struct admin_trail_line *k = &v.rows.at[i];
            table_row(t, (const str[]){ show(cx->a, k->seq), show(cx->a, k->at), k->who, k->what,
                                        k->row, k->detail });
            before = k->seq;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count == TRAIL_ROWS && before > 1);
    return table_send(cx, rq, rs, t);
}

enum err admin_trail_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct admin_trail_view v = { 0 };
    if (!text_clean(cx->a, req_query(rq, "chuoi"), false, &v.typed))
        v.typed = S("");
    if (!stream_fine(v.typed)) {
        (void)fail(cx, ERR_INPUT, M_ADMIN_STREAM_BAD, .field = S("chuoi"),
                   .args = { utf8_head(v.typed, STREAM_CHARS_MAX) });
        v.fault = join(cx->a, cx->fault->rows[0].what, S(" "), cx->fault->rows[0].todo);
        v.typed = S("");
    }
    if (v.typed.len > 0)
        TRY(read_stream(cx, rq, &v));
    v.take = take_links(cx, join(cx->a, S("/quan-tri/vet/tai-ve?chuoi="),
                                 url_encode(cx->a, v.typed)));
    struct frame f = frame_of(S("Vết thay đổi"));
    struct out *body = page_begin(cx);
    page_admin_trail(body, &v);
    return page_send(cx, rs, &f, body);
}
