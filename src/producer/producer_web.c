/* producer_web.c: list, show, add and change; pages and JSON. */
#include "producer/producer_web.h"

#include "core/table.h"
#include "producer/producer_list.html.h"
#include "producer/producer_show.html.h"
#include "producer/producer_twin.h"

enum { PAGE_ROWS = 50 };

static struct producer_query query_of(struct ctx *cx, const struct req *rq)
{
    struct page_key k = page_key_read(cx, rq);
    return (struct producer_query){ .typed = typed_words(cx, rq),
                                   .without_commune = str_is(req_query(rq, "thieu"), "xa"),
                                   .after_key = k.key, .after = { k.id } };
}

static url next_page(struct ctx *cx, const struct producer_query *q, const struct producer *last)
{
    return url_join(cx->a, S("/quan-ly/chu-the?tim="), url_encode(cx->a, q->typed),
                    q->without_commune ? S("&thieu=xa") : S(""), S("&sau="),
                    page_key_show(cx->a, last->id.id, last->name_key));
}

static url take_path(struct ctx *cx, const struct producer_query *q, const char *kind)
{
    return url_join(cx->a, S("/quan-ly/chu-the/tai-ve?tim="), url_encode(cx->a, q->typed),
                    q->without_commune ? S("&thieu=xa") : S(""), S("&dang="), str_of(kind));
}

/* The whole list as it is filtered, in its order. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Mã", "text", 16 },       { "Tên chủ thể", "text", 40 },  { "Loại hình", "text", 28 },
        { "Xã, phường", "text", 22 }, { "Địa chỉ", "text", 36 },
        { "Người đại diện", "text", 26 }, { "Mã số thuế", "text", 16 },
        { "Số đăng ký", "text", 16 }, { "Điện thoại", "text", 16 }, { "Thư điện tử", "text", 26 },
    };
    static const struct table_form form = { "Chủ thể", "chu-the", columns, COUNT_OF(columns) };
    struct producer_query q = query_of(cx, rq);
    struct table *t = table_new(cx, &form);
    struct producer_rows rows;
    struct key_held held = { 0 };
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(producer_find(cx, &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PAGE_ROWS; i++) {
            const struct producer *p = &rows.at[i];
            table_row(t, (const str[]){ code_show(cx->a, p->code), p->name,
                                        producer_type_label(p->legal_type), p->place_name,
                                        p->address, p->representative, p->tax_code, p->licence,
                                        p->phone, p->email });
            q.after = p->id;
            q.after_key = key_hold(&held, p->name_key);
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer_query q = query_of(cx, rq);
    struct producer_rows rows;
    TRY(producer_find(cx, &q, &rows));
    struct producer_list_view v = { .typed = q.typed,
                                    .without_commune = q.without_commune,
                                    .take_book = take_path(cx, &q, "xlsx"),
                                    .take_csv = take_path(cx, &q, "csv"),
                                    .may_add = actor_may(cx->actor, MAY(EDIT_PRODUCER)) };
    if (rows.count > PAGE_ROWS) {
        rows.count = PAGE_ROWS;
        v.next = next_page(cx, &q, &rows.at[PAGE_ROWS - 1]);
    }
    v.rows.at = new(cx->a, struct producer_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = (struct producer_line){
            .at = producer_path(cx->a, rows.at[i].code),
            .name = rows.at[i].name,
            .type = producer_type_label(rows.at[i].legal_type),
            .place = rows.at[i].place_name,
            .representative = rows.at[i].representative,
        };
    struct out *body = page_begin(cx);
    page_producer_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Chủ thể"), .tab = "/quan-ly/chu-the" },
                     body);
}

/* The address of a record that was merged leads to what was kept. */
static enum err merged_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str kept;
    TRY(producer_went_into(cx, path_code(rq, cx, "producer"), &kept));
    return kept.len > 0 ? see_other(rs, producer_path(cx->a, kept)) : ERR_NOT_FOUND;
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer_view v = { 0 };
    enum err e = producer_by_code(cx, path_code(rq, cx, "producer"), &v.it);
    if (e == ERR_NOT_FOUND)
        return merged_page(cx, rq, rs);
    TRY(e);
    v.type = producer_type_label(v.it.legal_type);
    v.nav = card_nav(cx, &producer_cards, v.it.code, NULL);
    v.code = code_show(cx->a, v.it.code);
    v.may_edit = actor_reaches(cx->actor, MAY(EDIT_PRODUCER), v.it.place_path, v.it.id);
    v.edit = url_join(cx->a, S("/quan-ly/chu-the/"), v.it.code, S("/sua"));
    v.add_product = url_join(cx->a, S("/quan-ly/san-pham/them?chu-the="), v.it.code);
    struct frame f = { .title = v.it.name, .tab = "/quan-ly/chu-the",
                       .crumbs = { { S("Chủ thể"), url_of(S("/quan-ly/chu-the")) } } };
    if (str_is(done_word(rq), "luu"))
        f.done = S("Đã lưu chủ thể.");
    else if (str_is(done_word(rq), "gop"))
        f.done = S("Đã gộp: sản phẩm, hồ sơ, giấy tờ và tài khoản của chủ thể kia nay thuộc "
                   "chủ thể này.");
    struct out *body = page_begin(cx);
    page_producer_show(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err edit_page(struct ctx *cx, const struct producer *it, url action, struct resp *rs)
{
    struct producer_view v = { .heading = it ? S("Sửa chủ thể") : S("Thêm chủ thể"),
                               .form = form_view(cx, &producer_form, action, it) };
    struct pick *at;
    ptrdiff_t count;
    struct scope s = actor_scope(cx->a, cx->actor, MAY(EDIT_PRODUCER));
    TRY(place_picks(cx, str_sub(s.like, 0, s.like.len - 1), &at, &count));
    form_view_picks(&v.form, "xa", at, count);
    struct frame f = { .title = v.heading, .tab = "/quan-ly/chu-the",
                       .crumbs = { { S("Chủ thể"), url_of(S("/quan-ly/chu-the")) } } };
    struct out *body = page_begin(cx);
    page_producer_edit(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    return edit_page(cx, NULL, url_of(S("/quan-ly/chu-the/them")), rs);
}

static enum err change_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer it;
    TRY(producer_by_code(cx, path_code(rq, cx, "producer"), &it));
    return edit_page(cx, &it, url_of(rq->path), rs);
}

/* The form again, everything typed kept, faults beside their fields. */
static enum err again(struct ctx *cx, const struct producer *it, url action, enum err e,
                      struct resp *rs)
{
    if (e != ERR_INPUT && e != ERR_CONFLICT)
        return e;
    TRY(edit_page(cx, it, action, rs));
    rs->status = err_http(e);
    return OK;
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer in = { 0 };
    enum err e = form_take(cx, rq, &in);
    in.code = code_make(cx->a);
    cx->visit->once_location = join(cx->a, producer_path(cx->a, in.code).text, S("?xong=luu"));
    if (e == OK)
        e = producer_add_tx(cx, &in);
    if (e != OK)
        return req_wants_json(rq) ? e : again(cx, NULL, url_of(rq->path), e, rs);
    return code_send(cx, rq, rs, in.code);
}

static enum err change_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer it;
    TRY(producer_by_code(cx, path_code(rq, cx, "producer"), &it));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCER), it.place_path, it.id))
        return ERR_NOT_FOUND;
    struct producer in = it;
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location = join(cx->a, producer_path(cx->a, it.code).text, S("?xong=luu"));
    if (e == OK)
        e = producer_change_tx(cx, &in);
    if (e != OK)
        return req_wants_json(rq) ? e : again(cx, &it, url_of(rq->path), e, rs);
    return code_send(cx, rq, rs, it.code);
}

static enum err show_json(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct producer it;
    TRY(producer_by_code(cx, path_code(rq, cx, "producer"), &it));
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "code", it.code);
    form_put_json(w, &producer_form, &it);
    json_close(w);
    return json_send(rs, w);
}

const struct route producer_routes[] = {
    { GET, "/quan-ly/chu-the", list_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/chu-the/tai-ve", list_file, .who = MAY(READ_PRODUCT), .slow = true },
    { GET, "/quan-ly/chu-the/them", add_page, .who = MAY(EDIT_PRODUCER) },
    { POST, "/quan-ly/chu-the/them", add_post, .who = MAY(EDIT_PRODUCER), .form = &producer_form },
    { GET, "/quan-ly/chu-the/:producer", show_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/chu-the/:producer/sua", change_page, .who = MAY(EDIT_PRODUCER) },
    { POST, "/quan-ly/chu-the/:producer/sua", change_post, .who = MAY(EDIT_PRODUCER),
      .form = &producer_form },
    { GET, "/quan-ly/chu-the/trung", twin_page, .who = MAY(EDIT_PRODUCER), .slow = true },
    { GET, "/quan-ly/chu-the/gop", merge_page, .who = MAY(EDIT_PRODUCER) },
    { POST, "/quan-ly/chu-the/gop", merge_post, .who = MAY(EDIT_PRODUCER) },
    { POST, "/quan-ly/chu-the/khac", apart_post, .who = MAY(EDIT_PRODUCER) },
    { GET, "/quan-ly/giay-to", paper_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/giay-to/tai-ve", paper_file, .who = MAY(READ_PRODUCT), .slow = true },
    CARD_ROUTES("/quan-ly/chu-the", producer_cards, MAY(READ_PRODUCT), MAY(EDIT_PRODUCT)),
    { GET, "/api/v1/producers/:producer", show_json, .who = MAY(READ_PRODUCT) },
    { POST, "/api/v1/producers", add_post, .who = MAY(EDIT_PRODUCER), .form = &producer_form },
    { 0 },
};
