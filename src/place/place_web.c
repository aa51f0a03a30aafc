/* place_web.c: the units of one's area, for looking up codes. */
#include "place/place_web.h"

#include "base/utf8.h"
#include "base/vi.h"
#include "place/place.sql.h"
#include "place/place_list.html.h"

enum { PAGE_ROWS = 50 };

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct place_list_view v = { .day = instant_date(cx->now) };
    struct scope scope = actor_scope(cx->a, cx->actor, MAY(READ_PLACE));
    str after_key = req_query(rq, "sau");
    bytes key = { NULL, 0 };
    int64_t after = 0;
    str after_id = str_cut(&after_key, '.');
    if (!int_read(after_id, &after) || !hex_read(cx->a, after_key, &key))
        after = 0;
    if (!text_clean(cx->a, req_query(rq, "tim"), false, &v.typed))
        v.typed = S("");
    str like = scope.like.len > 1 ? scope.like : S("%");
    TRY(place_search(cx, like, v.day, join(cx->a, S("%"), vi_fold(cx->a, v.typed), S("%")), key,
                     (place_id){ after }, &v.rows));
    if (v.rows.count > PAGE_ROWS) {
        const struct place *last = &v.rows.at[PAGE_ROWS - 1];
        v.rows.count = PAGE_ROWS;
        v.next = url_join(cx->a, S("/don-vi?tim="), url_encode(cx->a, v.typed), S("&sau="),
                          show(cx->a, last->id.id), S("."), hex(cx->a, last->name_key));
    }
    struct out *body = page_begin(cx);
    page_place_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Đơn vị hành chính"), .tab = "/don-vi" }, body);
}

const struct route place_routes[] = {
    { GET, "/don-vi", list_page, .who = MAY(READ_PLACE) },
    { 0 },
};
