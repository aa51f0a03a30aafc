/* roadmap_web.c: the candidates and key products of an area, on their way to a star. */
#include "core/table.h"
#include "product/product_list.html.h"
#include "product/product_web.h"

static const char home[] = "/quan-ly/lo-trinh";

static struct roadmap_query query_of(struct ctx *cx, const struct req *rq)
{
    struct roadmap_query q = { 0 };
    int64_t year = 0, after = 0;
    str state = query_word(cx, rq, "danh-sach");
    struct page_key k = page_key_read(cx, rq);
    for (const struct field_choice *c = roadmap_field("danh_sach")->choices; c->word; c++)
        if (str_is(state, c->word))
            q.state = c->value;
    if (int_read(query_word(cx, rq, "nam"), &year) && year >= 2000 && year <= 2100)
        q.year = (int32_t)year;
    if (k.id != 0 && int_read((str){ (const char *)k.key.at, k.key.len }, &after)) {
        q.after_year = (int32_t)after;
        q.after = (card_id){ k.id };
    }
    return q;
}

static str state_word(int32_t state)
{
    for (const struct field_choice *c = roadmap_field("danh_sach")->choices; c->word; c++)
        if (c->value == state)
            return str_of(c->word);
    return S("");
}

static url list_path(struct ctx *cx, const struct roadmap_query *q, const char *below)
{
    return url_join(cx->a, str_of(home), str_of(below), S("?danh-sach="), state_word(q->state),
                    S("&nam="), q->year ? show(cx->a, q->year) : S(""));
}

static struct roadmap_shown shown_of(struct ctx *cx, const struct roadmap_line *r)
{
    struct roadmap card = { .state = r->state, .star = r->star };
    return (struct roadmap_shown){
        .at = url_join(cx->a, product_manage_path(cx->a, r->code).text, S("/lo-trinh")),
        .name = r->name, .producer = r->producer_name, .place = r->place_name,
        .state = form_show(cx->a, roadmap_field("danh_sach"), &card),
        .star = r->star, .year = r->year, .task = r->task, .keeper = r->keeper, .until = r->until,
    };
}

enum err roadmap_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct roadmap_query q = query_of(cx, rq);
    struct roadmap_line_rows rows;
    TRY(roadmap_find(cx, &q, &rows));
    struct roadmap_view v = {
        .year = q.year ? show(cx->a, q.year) : S(""),
        .candidate = q.state == ROADMAP_CANDIDATE, .key = q.state == ROADMAP_KEY,
        .reached = q.state == ROADMAP_REACHED,
        .take_book = url_join(cx->a, list_path(cx, &q, "/tai-ve").text, S("&dang=xlsx")),
        .take_csv = url_join(cx->a, list_path(cx, &q, "/tai-ve").text, S("&dang=csv")),
    };
    if (rows.count > ROADMAP_PAGE_ROWS) {
        const struct roadmap_line *last = &rows.at[--rows.count - 1];
        str year = show(cx->a, last->year);
        v.next = url_join(cx->a, list_path(cx, &q, "").text, S("&sau="),
                          page_key_show(cx->a, last->id.id,
                                        (bytes){ (const uint8_t *)year.at, year.len }));
    }
    v.rows.at = new(cx->a, struct roadmap_shown, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = shown_of(cx, &rows.at[i]);
    struct out *body = page_begin(cx);
    page_product_roadmap(body, &v);
    struct frame f = { .title = S("Lộ trình lên sao"), .tab = "/quan-ly/san-pham",
                       .crumbs = { { S("Sản phẩm"), url_of(S("/quan-ly/san-pham")) } } };
    return page_send(cx, rs, &f, body);
}

enum err roadmap_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Sản phẩm", "text", 36 },      { "Chủ thể", "text", 36 },   { "Xã, phường", "text", 22 },
        { "Danh sách", "text", 14 },     { "Hạng cần đạt", "int", 10 }, { "Năm", "int", 8 },
        { "Việc cần làm", "text", 48 },  { "Người lo", "text", 24 },
        { "Xong trước ngày", "date", 14 },
    };
    static const struct table_form form = { "Lộ trình lên sao", "lo-trinh", columns,
                                            COUNT_OF(columns) };
    struct roadmap_query q = query_of(cx, rq);
    struct table *t = table_new(cx, &form);
    struct roadmap_line_rows rows;
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(roadmap_find(cx, &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < ROADMAP_PAGE_ROWS; i++) {
            const struct roadmap_line *r = &rows.at[i];
            struct roadmap_shown s = shown_of(cx, r);
            table_row(t, (const str[]){ r->name, r->producer_name, r->place_name, s.state,
                                        show(cx->a, r->star), show(cx->a, r->year), r->task,
                                        r->keeper, date_iso(cx->a, r->until) });
            q.after = r->id;
            q.after_year = r->year;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > ROADMAP_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}
