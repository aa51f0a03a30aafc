/* paper_web.c: the papers whose last day comes, over all producers of an area. */
#include "core/table.h"
#include "producer/producer_in.h"
#include "producer/producer_list.html.h"
#include "producer/producer_web.h"

enum { AHEAD_DAYS = 90, BEHIND_DAYS = 365 };

static const char home[] = "/quan-ly/giay-to";

/* Until the day asked for, else AHEAD_DAYS; what ended within a year stands too. */
static struct paper_due_query query_of(struct ctx *cx, const struct req *rq, str *fault)
{
    date today = instant_date(cx->now);
    struct page_key k = page_key_read(cx, rq);
    str typed = query_word(cx, rq, "den");
    struct paper_due_query q = { .from = date_add_days(today, -BEHIND_DAYS),
                                 .until = date_add_days(today, AHEAD_DAYS),
                                 .after = { k.id }, .after_day = NO_DATE };
    date asked;
    if (typed.len > 0 && date_read(typed, &asked))
        q.until = asked;
    else if (typed.len > 0)
        *fault = join(cx->a, S("“"), typed, S("” không phải là một ngày. Ví dụ: 31/12/2026."));
    if (k.id != 0 && !date_read((str){ (const char *)k.key.at, k.key.len }, &q.after_day))
        q.after = (card_id){ 0 };
    return q;
}

static url list_path(struct ctx *cx, const struct paper_due_query *q, const char *below)
{
    return url_join(cx->a, str_of(home), str_of(below), S("?den="), date_iso(cx->a, q->until));
}

static struct paper_line line_of(struct ctx *cx, const struct paper_due *p)
{
    return (struct paper_line){
        .at = url_join(cx->a, S("/quan-ly/chu-the/"), p->code, S("/giay-to")),
        .producer = p->name, .place = p->place_name, .phone = p->phone,
        .kind = paper_kind_label(p->kind), .number = p->number, .until = p->valid_until,
        .mark = card_mark_until(cx, p->valid_until),
    };
}

enum err paper_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct paper_due_view v = { 0 };
    struct paper_due_query q = query_of(cx, rq, &v.fault);
    struct paper_due_rows rows;
    TRY(paper_due_find(cx, &q, &rows));
    v.day = v.fault.len > 0 ? query_word(cx, rq, "den") : show(cx->a, q.until);
    v.take_book = url_join(cx->a, list_path(cx, &q, "/tai-ve").text, S("&dang=xlsx"));
    v.take_csv = url_join(cx->a, list_path(cx, &q, "/tai-ve").text, S("&dang=csv"));
    if (rows.count > PAPER_PAGE_ROWS) {
        const struct paper_due *last = &rows.at[--rows.count - 1];
        str day = date_iso(cx->a, last->valid_until);
        v.next = url_join(cx->a, list_path(cx, &q, "").text, S("&sau="),
                          page_key_show(cx->a, last->id.id,
                                        (bytes){ (const uint8_t *)day.at, day.len }));
    }
    v.rows.at = new(cx->a, struct paper_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = line_of(cx, &rows.at[i]);
    struct out *body = page_begin(cx);
    page_paper_due(body, &v);
    struct frame f = { .title = S("Giấy tờ sắp hết hạn"), .tab = "/quan-ly/chu-the",
                       .crumbs = { { S("Chủ thể"), url_of(S("/quan-ly/chu-the")) } } };
    return page_send(cx, rs, &f, body);
}

enum err paper_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Đến hết ngày", "date", 14 }, { "Loại giấy tờ", "text", 40 }, { "Số", "text", 24 },
        { "Chủ thể", "text", 36 },      { "Xã, phường", "text", 22 },   { "Điện thoại", "text", 16 },
    };
    static const struct table_form form = { "Giấy tờ sắp hết hạn", "giay-to-sap-het-han", columns,
                                            COUNT_OF(columns) };
    str fault = S("");
    struct paper_due_query q = query_of(cx, rq, &fault);
    struct table *t = table_new(cx, &form);
    struct paper_due_rows rows;
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(paper_due_find(cx, &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PAPER_PAGE_ROWS; i++) {
            const struct paper_due *p = &rows.at[i];
            table_row(t, (const str[]){ date_iso(cx->a, p->valid_until), paper_kind_label(p->kind),
                                        p->number, p->name, p->place_name, p->phone });
            q.after = p->id;
            q.after_day = p->valid_until;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > PAPER_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}
