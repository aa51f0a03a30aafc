/* place_web.c: the units of one's area, for looking up codes. */
#include "place/place_web.h"

#include "base/vi.h"
#include "core/table.h"
#include "place/place.sql.h"
#include "place/place_list.html.h"

enum { PAGE_ROWS = 50 };

static enum err former_names(struct ctx *cx, const struct place *p, str *out)
{
    struct place_rows former;
    *out = S("");
    TRY(place_former(cx, p->id, &former));
    for (ptrdiff_t i = 0; i < former.count; i++)
        *out = i == 0 ? former.at[i].name : join(cx->a, *out, S(", "), former.at[i].name);
    return OK;
}

static enum err add_lines(struct ctx *cx, const struct place_rows *rows, struct place_list_view *v)
{
    v->rows.at = new(cx->a, struct place_line, rows->count);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct place *p = &rows->at[i];
        struct place_line *l = &v->rows.at[v->rows.count++];
        *l = (struct place_line){ p->name, p->code, p->parent_code, p->valid_from, S("") };
        TRY(former_names(cx, p, &l->former));
    }
    return OK;
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct place_list_view v = { .day = instant_date(cx->now) };
    struct scope scope = actor_scope(cx->a, cx->actor, MAY(READ_PLACE));
    struct page_key k = page_key_read(cx, rq);
    v.typed = typed_words(cx, rq);
    str like = scope.like.len > 1 ? scope.like : S("%");
    struct place_rows rows;
    TRY(place_search(cx, like, v.day, join(cx->a, S("%"), vi_fold(cx->a, v.typed), S("%")), k.key,
                     (place_id){ k.id }, &rows));
    if (rows.count > PAGE_ROWS) {
        const struct place *last = &rows.at[PAGE_ROWS - 1];
        rows.count = PAGE_ROWS;
        v.next = url_join(cx->a, S("/don-vi?tim="), url_encode(cx->a, v.typed), S("&sau="),
                          page_key_show(cx->a, last->id.id, last->name_key));
    }
    TRY(add_lines(cx, &rows, &v));
    v.take = url_join(cx->a, S("/don-vi/tai-ve?tim="), url_encode(cx->a, v.typed));
    struct out *body = page_begin(cx);
    page_place_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Đơn vị hành chính"), .tab = "/don-vi" },
                     body);
}

/* Every unit of the area in force today, as it is searched. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = { { "Mã", "text", 10 },
                                                   { "Tên", "text", 30 },
                                                   { "Mã cấp trên", "text", 12 },
                                                   { "Từ ngày", "date", 12 } };
    static const struct table_form form = { "Đơn vị", "don-vi", columns, COUNT_OF(columns) };
    struct scope scope = actor_scope(cx->a, cx->actor, MAY(READ_PLACE));
    str like = scope.like.len > 1 ? scope.like : S("%");
    str words = join(cx->a, S("%"), vi_fold(cx->a, typed_words(cx, rq)), S("%"));
    struct table *t = table_new(cx, &form);
    struct key_held held = { 0 };
    bytes key = { NULL, 0 };
    place_id after = { 0 };
    struct place_rows rows;
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(place_search(cx, like, instant_date(cx->now), words, key, after, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PAGE_ROWS; i++) {
            const struct place *p = &rows.at[i];
            table_row(t, (const str[]){ p->code, p->name, p->parent_code,
                                        date_iso(cx->a, p->valid_from) });
            after = p->id;
            key = key_hold(&held, p->name_key);
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

const struct route place_routes[] = {
    { GET, "/don-vi", list_page, .who = MAY(READ_PLACE) },
    { GET, "/don-vi/tai-ve", list_file, .who = MAY(READ_PLACE), .slow = true },
    { 0 },
};
