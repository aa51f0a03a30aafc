/* place_web.c: the units of one's area, for looking up codes. */
#include "place/place_web.h"

#include "base/vi.h"
#include "place/place.sql.h"
#include "place/place_list.html.h"

enum { PAGE_ROWS = 50 };

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct place_list_view v = { .day = instant_date(cx->now) };
    struct scope scope = actor_scope(cx->a, cx->actor, MAY(READ_PLACE));
    struct page_key k = page_key_read(cx, rq);
    v.typed = typed_words(cx, rq);
    str like = scope.like.len > 1 ? scope.like : S("%");
    TRY(place_search(cx, like, v.day, join(cx->a, S("%"), vi_fold(cx->a, v.typed), S("%")), k.key,
                     (place_id){ k.id }, &v.rows));
    if (v.rows.count > PAGE_ROWS) {
        const struct place *last = &v.rows.at[PAGE_ROWS - 1];
        v.rows.count = PAGE_ROWS;
        v.next = url_join(cx->a, S("/don-vi?tim="), url_encode(cx->a, v.typed), S("&sau="),
                          page_key_show(cx->a, last->id.id, last->name_key));
    }
    struct out *body = page_begin(cx);
    page_place_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Đơn vị hành chính"), .tab = "/don-vi" },
                     body);
}

const struct route place_routes[] = {
    { GET, "/don-vi", list_page, .who = MAY(READ_PLACE) },
    { 0 },
};
