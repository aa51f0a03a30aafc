/* page.c: the frame, icons and stars, and what is shown when something is refused. */
#include "core/page.h"

#include "base/hash.h"
#include "base/utf8.h"

#include "core/core.h"
#include "core/embed.h"
#include "core/page.html.h"
#include "core/page_in.h"

enum { PAGE_BYTES_MAX = 4 << 20, TABS_MAX = 16, PHONE_TABS = 5 };

static const struct tab *tabs;

void tabs_set(const struct tab *list)
{
    tabs = list;
}

struct out *page_begin(struct ctx *cx)
{
    struct out *o = out_new(cx->a, .max_bytes = PAGE_BYTES_MAX);
    o->english = cx->visit->english;
    return o;
}

static const struct embed_row *asset(str logical)
{
    for (int i = 0; i < embed_count; i++)
        if (embed_rows[i].kind == EMBED_ASSET && str_is(logical, embed_rows[i].name))
            return &embed_rows[i];
    return NULL;
}

void put_asset(struct out *o, str logical_name)
{
    const struct embed_row *r = asset(logical_name);
    put(o, S("/a/"));
    if (r)
        put(o, str_of(r->hashed));
}

void put_icon(struct out *o, str name)
{
    put(o, S("<svg class=\"icon\" aria-hidden=\"true\"><use href=\""));
    put_asset(o, S("icons.svg"));
    put(o, S("#i-"));
    put_escaped(o, name);
    put(o, S("\"></use></svg>"));
}

html icon_html(struct arena *a, str name)
{
    struct out *o = out_new(a, .max_bytes = 1024);
    put_icon(o, name);
    return html_of_out(o);
}

void page_stars(struct out *o, const struct stars_view *p)
{
    put(o, p->off.len > 0 ? S("<span class=\"stars is-off\">") : S("<span class=\"stars\">"));
    for (int32_t i = 0; i < p->count; i++)
        put_icon(o, S("star-filled"));
    put(o, S("<span>"));
    put(o, p->count);
    put(o, o->english ? S(" stars") : S(" sao"));
    if (p->off.len > 0) {
        put(o, S(", "));
        put_escaped(o, p->off);
    }
    put(o, S("</span></span>"));
}

struct take take_links(struct ctx *cx, str path)
{
    str mark = str_find(path, '?') < 0 ? S("?dang=") : S("&dang=");
    return (struct take){ url_join(cx->a, path, mark, S("xlsx")),
                          url_join(cx->a, path, mark, S("csv")) };
}

/* -- the frame --------------------------------------------------------------------------------- */

static str role_of(struct ctx *cx)
{
    struct out *o = out_new(cx->a, .max_bytes = 400);
    for (ptrdiff_t i = 0; i < cx->actor->worn.count; i++) {
        if (i > 0)
            put(o, S(", "));
        put(o, role_label(cx->actor->worn.at[i].role));
    }
    return out_str(o);
}

static void add_tabs(struct ctx *cx, const struct frame *f, struct frame_view *v)
{
    v->tabs.at = new(cx->a, struct tab_view, TABS_MAX);
    for (const struct tab *t = tabs; t && t->path && v->tabs.count < TABS_MAX; t++)
        if (actor_may(cx->actor, t->who))
            v->tabs.at[v->tabs.count++] = (struct tab_view){
                .at = url_of(str_of(t->path)),
                .icon = icon_html(cx->a, str_of(t->icon)),
                .label = str_of(t->label),
                .here = f->tab && str_is(str_of(t->path), f->tab),
            };
    if (v->tabs.count <= PHONE_TABS)
        return;
    v->more.at = v->tabs.at + PHONE_TABS - 1;
    v->more.count = v->tabs.count - PHONE_TABS + 1;
    for (ptrdiff_t i = 0; i < v->more.count; i++)
        v->more_here |= v->more.at[i].here;
}

static void add_crumbs(struct ctx *cx, const struct frame *f, struct frame_view *v)
{
    v->crumbs.at = new(cx->a, struct crumb, COUNT_OF(f->crumbs));
    for (ptrdiff_t i = 0; i < COUNT_OF(f->crumbs) && f->crumbs[i].title.len > 0; i++)
        v->crumbs.at[v->crumbs.count++] = f->crumbs[i];
    v->has_crumbs = v->crumbs.count > 0;
}

str page_province(struct ctx *cx)
{
    str name = house()->province_name;
    static const char *const kinds[][2] = { { "Tỉnh ", " Province" }, { "Thành phố ", " City" } };
    for (ptrdiff_t i = 0; cx->visit->english && i < COUNT_OF(kinds); i++)
        if (str_starts(name, str_of(kinds[i][0])))
            return join(cx->a, str_after(name, str_of(kinds[i][0]).len), str_of(kinds[i][1]));
    return name;
}

/* The style and script of one page alone. */
static html extra_of(struct ctx *cx, const struct frame *f)
{
    struct out *o = out_new(cx->a, .max_bytes = 1024);
    if (f->style) {
        put(o, S("<link rel=\"stylesheet\" href=\""));
        put_asset(o, str_of(f->style));
        put(o, S("\">"));
    }
    if (f->script) {
        put(o, S("<script src=\""));
        put_asset(o, str_of(f->script));
        put(o, S("\" defer></script>"));
    }
    return html_of_out(o);
}

/* The same page for the other reader, where there is one. */
static url other_language(struct ctx *cx, const struct frame *f)
{
    if (!f->bilingual || !cx->visit->rq)
        return (url){ S("") };
    str path = f->path.text.len > 0 ? f->path.text : cx->visit->rq->path;
    if (!cx->visit->english)
        return url_join(cx->a, S("/en"), path);
    str rest = str_starts(path, S("/en/")) ? str_after(path, 3) : S("/");
    return url_of(rest);
}

enum err page_send(struct ctx *cx, struct resp *rs, const struct frame *f, const struct out *body)
{
    if (body->full)
        return ERR_LIMIT;
    bool signed_in = cx->actor->account.id != 0;
    bool work = signed_in && !f->public_page;
    struct frame_view v = {
        .title = f->title,
        .province = page_province(cx),
        .description = f->description,
        .path = f->path,
        .address = { join(cx->a, house()->public_url, f->path.text) },
        .image = f->image.text.len > 0 ? join(cx->a, house()->public_url, f->image.text) : S(""),
        .data = f->data,
        .body_class = work ? S("work") : S("public"),
        .home = url_of(work ? S("/viec") : WORDS(cx, "/", "/en/")),
        .root = url_of(WORDS(cx, "/", "/en/")),
        .other = other_language(cx, f),
        .extra = extra_of(cx, f),
        .demo = house()->demo,
        .signed_in = signed_in,
        .work = work,
        .public_search = !signed_in,
        .public_foot = !work,
        .name = cx->actor->name,
        .role = role_of(cx),
        .key = form_key(cx),
        .done = f->done,
        .done_next = f->done_next,
        .done_next_label = f->done_next_label,
        .body = html_of_out(body),
    };
    v.other_address = (url){ join(cx->a, house()->public_url, v.other.text) };
    v.office = house()->office;
    add_tabs(cx, f, &v);
    add_crumbs(cx, f, &v);
    struct out *o = out_new(cx->a, .max_bytes = PAGE_BYTES_MAX + (64 << 10));
    o->english = cx->visit->english;
    page_frame(o, &v);
    rs->type = S("text/html; charset=utf-8");
    rs->body = out_str(o);
    return OK;
}

enum err fragment_send(struct ctx *cx, struct resp *rs, const struct out *body)
{
    str tag =
        join(cx->a, S("\""), str_sub(hash_hex(cx->a, hash_of(out_str(body))), 0, 20), S("\""));
    resp_header_add(rs, "ETag", tag);
    rs->type = S("text/html; charset=utf-8");
    str have = cx->visit->rq ? req_header(cx->visit->rq, "if-none-match") : S("");
    if (str_starts(have, S("W/")))             /* a proxy that compresses weakens the tag */
        have = str_after(have, 2);
    if (str_equal(have, tag))
        rs->status = 304;
    else
        rs->body = out_str(body);
    return OK;
}

enum err see_other(struct resp *rs, url to)
{
    rs->status = 303;
    resp_header_add(rs, "Location", to.text);
    rs->type = S("text/plain; charset=utf-8");
    rs->body = S("Đã ghi nhận.\n");
    return OK;
}

struct json_out *json_begin(struct ctx *cx)
{
    struct json_out *w = new(cx->a, struct json_out, 1);
    w->o = out_new(cx->a, .max_bytes = PAGE_BYTES_MAX);
    return w;
}

enum err json_send(struct resp *rs, const struct json_out *w)
{
    if (w->o->full)
        return ERR_LIMIT;
    rs->type = S("application/json; charset=utf-8");
    rs->body = out_str(w->o);
    return OK;
}

enum err next_send(struct ctx *cx, const struct req *rq, struct resp *rs, str next)
{
    if (!req_wants_json(rq))
        return see_other(rs, url_of(next));
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "next", next);
    json_close(w);
    return json_send(rs, w);
}

enum err code_send(struct ctx *cx, const struct req *rq, struct resp *rs, str code)
{
    if (!req_wants_json(rq))
        return see_other(rs, url_of(cx->visit->once_location));
    if (cx->visit->repeated) {                 /* the first time made: "/…/CODE?xong=luu" */
        str at = cx->visit->once_location;
        at = str_after(at, str_find_last(at, '/') + 1);
        code = str_cut(&at, '?');
    }
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "code", code);
    json_close(w);
    return json_send(rs, w);
}

str query_word(struct ctx *cx, const struct req *rq, const char *name)
{
    str clean;
    return text_clean(cx->a, req_query(rq, name), false, &clean) ? utf8_head(clean, 200) : S("");
}

str typed_words(struct ctx *cx, const struct req *rq)
{
    return query_word(cx, rq, "tim");
}

struct page_key page_key_read(struct ctx *cx, const struct req *rq)
{
    return page_key_of(cx, req_query(rq, "sau"));
}

struct page_key page_key_of(struct ctx *cx, str shown)
{
    struct page_key k = { 0 };
    str rest = shown;
    str id = str_cut(&rest, '.');
    if (!int_read(id, &k.id) || !hex_read(cx->a, rest, &k.key))
        k = (struct page_key){ 0 };
    return k;
}

str page_key_show(struct arena *a, int64_t id, bytes key)
{
    return join(a, show(a, id), S("."), hex(a, key));
}

str done_word(const struct req *rq)
{
    return req_query(rq, "xong");
}

/* -- refusals ---------------------------------------------------------------------------------- */

struct req_pairs kept_fields(struct arena *a, const struct req *rq)
{
    struct req_pairs kept = { .at = new(a, struct req_pair, rq->fields.count) };
    for (ptrdiff_t i = 0; i < rq->fields.count; i++) {
        struct req_pair p = rq->fields.at[i];
        if (!str_starts(p.name, S("_")) && str_find_str(p.name, S("mat_khau")) < 0
            && !str_is(p.name, "ma_xac_thuc")
            && utf8_valid(p.name) && utf8_valid(p.value))
            kept.at[kept.count++] = p;
    }
    return kept;
}

struct fault_list fault_list(struct ctx *cx)
{
    const struct fault *f = cx->fault;
    struct fault_list list = { 0 };
    list.rows.at = new(cx->a, struct fault_line, f->count);
    for (ptrdiff_t i = 0; i < f->count; i++)
        list.rows.at[list.rows.count++] = (struct fault_line){
            .what = f->rows[i].what,
            .todo = f->rows[i].todo,
            .anchor = f->rows[i].field.len > 0
                          ? url_anchor(cx->a, join(cx->a, S("o-"), f->rows[i].field))
                          : (url){ S("") },
        };
    list.title = f->count > 1 ? join(cx->a, S("Chưa lưu được: còn "),
                                     show(cx->a, (int64_t)f->count), S(" chỗ cần sửa"))
                              : S("Chưa thực hiện được");
    if (f->count == 1) {
        list.one = f->rows[0].what;
        list.one_todo = f->rows[0].todo;
    }
    list.number = show(cx->a, cx->visit->number);
    return list;
}

static str title_of(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return S("Không tìm thấy");
    case ERR_DENIED:
        return S("Không có quyền");
    case ERR_STATE:
    case ERR_CONFLICT:
        return S("Việc này vừa thay đổi");
    case ERR_BUSY:
        return S("Hệ thống đang bận");
    case OK:
    case ERR_INPUT:
    case ERR_SIGN_IN:
    case ERR_LIMIT:
    case ERR_DB:
    case ERR_IO:
    case ERR_REMOTE:
        break;
    }
    return S("Chưa thực hiện được");
}

/* The JSON name of a form's field; faults carry the page's name. */
static str json_field(const struct ctx *cx, str name)
{
    const struct form *f = cx->visit->form;
    for (int i = 0; f && i < f->count; i++)
        if (str_is(name, f->fields[i].name))
            return str_of(f->fields[i].member);
    return name;
}

/* RFC 9457, with code and field of every fault; `message` joins the sentences for small scripts. */
static enum err problem(struct ctx *cx, enum err e, struct resp *rs)
{
    struct json_out *w = json_begin(cx);
    const struct fault *f = cx->fault;
    json_open(w);
    json_pair_str(w, "title", title_of(e));
    json_pair_int(w, "status", err_http(e));
    json_pair_str(w, "code", err_name(e));
    json_pair_int(w, "request", cx->visit->number);
    json_pair_str(w, "message",
                  f->count > 0 ? join(cx->a, f->rows[0].what, S(" "), f->rows[0].todo)
                               : title_of(e));
    json_name(w, "faults");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < f->count; i++) {
        json_open(w);
        json_pair_str(w, "field", json_field(cx, f->rows[i].field));
        json_pair_str(w, "code", f->rows[i].code);
        json_pair_str(w, "message", f->rows[i].what);
        json_pair_str(w, "advice", f->rows[i].todo);
        json_close(w);
    }
    json_close_list(w);
    json_close(w);
    TRY(json_send(rs, w));
    rs->type = S("application/problem+json; charset=utf-8");
    return OK;
}

static enum err fault_page(struct ctx *cx, const struct req *rq, enum err e, struct resp *rs)
{
    struct fault_list list = fault_list(cx);
    list.title = title_of(e);
    bool foreign = e == ERR_DENIED && cx->fault->count == 1
                   && str_is(cx->fault->rows[0].code, M_FORM_FOREIGN.name);
    bool busy = e == ERR_BUSY && rq->method == POST && rq->uploads.count == 0;
    if ((foreign && cx->actor->account.id) || busy) {
        list.stale = true;
        list.resend = url_of(rq->path);
        list.key = form_key(cx);
        list.kept = kept_fields(cx->a, rq);
    }
    struct out *body = page_begin(cx);
    page_fault_page(body, &list);
    return page_send(cx, rs, &(struct frame){ .title = list.title }, body);
}

enum err page_fault(struct ctx *cx, const struct req *rq, enum err e, struct resp *rs)
{
    enum err told = OK;
    if (req_wants_json(rq))
        told = problem(cx, e, rs);
    else if (e == ERR_SIGN_IN)
        told = sign_in_page(cx, rq, cx->fault->rows[0].what, rs);
    else
        told = fault_page(cx, rq, e, rs);
    rs->status = err_http(e);
    if (e == ERR_BUSY)
        resp_header_add(rs, "Retry-After", S("2"));
    return told;
}
