/* news_web.c: the public's list and page, and the office's editor. */
#include "news/news_page.html.h"
#include "news/news_web.h"

static const char home[] = "/quan-ly/tin-tuc";

static struct news_after after_of(struct ctx *cx, const struct req *rq)
{
    struct news_after after = { NO_DATE, 0 };
    if (!date_read(query_word(cx, rq, "ngay"), &after.day)
        || !int_read(query_word(cx, rq, "sau"), &after.id))
        after = (struct news_after){ NO_DATE, 0 };
    return after;
}

static struct card_mark mark_of(struct ctx *cx, const struct news *n)
{
    if (n->hidden)
        return (struct card_mark){ S("Đang ẩn"), S("is-draft") };
    if (n->published_on.days > instant_date(cx->now).days)
        return (struct card_mark){ S("Chưa tới ngày"), S("is-wait") };
    return (struct card_mark){ S("Đang hiện"), S("is-good") };
}

static struct news_list_view list_of(struct ctx *cx, struct news_rows *rows, const char *at,
                                     bool office)
{
    struct news_list_view v = { 0 };
    if (rows->count > NEWS_PAGE_ROWS) {
        const struct news *last = &rows->at[NEWS_PAGE_ROWS - 1];
        rows->count = NEWS_PAGE_ROWS;
        v.next = url_join(cx->a, str_of(at), S("?ngay="), date_iso(cx->a, last->published_on),
                          S("&sau="), show(cx->a, last->id));
    }
    v.rows.at = new(cx->a, struct news_line, rows->count);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct news *n = &rows->at[i];
        v.rows.at[v.rows.count++] = (struct news_line){
            .at = office ? url_join(cx->a, str_of(home), S("/"), n->code) : news_path(cx->a, n),
            .title = n->title, .summary = n->summary, .day = n->published_on,
            .mark = mark_of(cx, n),
        };
    }
    return v;
}

/* -- the public ------------------------------------------------------------------------------- */

static enum err public_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news_rows rows;
    struct news_after after = after_of(cx, rq);
    TRY(news_public(cx, &after, &rows));
    struct news_list_view v = list_of(cx, &rows, "/tin-tuc", false);
    struct out *body = page_begin(cx);
    page_news_public(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = S("Tin tức"), .public_page = true,
                                      .path = url_of(S("/tin-tuc")),
                                      .description = S("Tin của Chương trình OCOP trong tỉnh.") },
                     body);
}

/* Paragraphs between blank lines; a line that begins with "-" is one of a list. */
static void split(struct arena *a, str body, struct news_view *v)
{
    enum { PARTS_MAX = 2000 };
    struct news_part *part = NULL;
    v->parts.at = new(a, struct news_part, PARTS_MAX);
    while (body.len > 0 && v->parts.count < PARTS_MAX) {
        str line = str_trim(str_cut(&body, '\n'));
        bool item = str_starts(line, S("-"));
        if (line.len == 0) {
            part = NULL;
        } else if (part && !item && !part->item) {
            part->text = join(a, part->text, S(" "), line);
        } else {
            bool goes_on = item && v->parts.count > 0 && v->parts.at[v->parts.count - 1].item;
            if (goes_on)
                v->parts.at[v->parts.count - 1].closes = false;
            part = &v->parts.at[v->parts.count++];
            *part = (struct news_part){ item ? str_trim(str_after(line, 1)) : line, item,
                                        item && !goes_on, item };
        }
    }
}

static enum err one_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news_view v = { 0 };
    TRY(news_for_public(cx, path_code(rq, cx, "news"), &v.it));
    split(cx->a, v.it.body, &v);
    struct out *body = page_begin(cx);
    page_news_one(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = v.it.title, .public_page = true,
                                      .path = news_path(cx->a, &v.it),
                                      .description = v.it.summary,
                                      .crumbs = { { S("Tin tức"), url_of(S("/tin-tuc")) } } },
                     body);
}

/* -- the office ------------------------------------------------------------------------------- */

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news_rows rows;
    struct news_after after = after_of(cx, rq);
    TRY(news_find(cx, &after, &rows));
    struct news_list_view v = list_of(cx, &rows, home, true);
    struct frame f = { .title = S("Tin tức"), .tab = home };
    if (str_is(done_word(rq), "luu"))
        f.done = S("Đã lưu tin.");
    struct out *body = page_begin(cx);
    page_news_list(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err edit_page(struct ctx *cx, const struct news *it, url action, struct resp *rs)
{
    struct news_view v = { .heading = it->id ? S("Sửa tin") : S("Viết tin"),
                           .form = form_view(cx, &news_form, action, it) };
    bool shown = it->id && !it->hidden && it->published_on.days <= instant_date(cx->now).days;
    if (shown)
        v.public = news_path(cx->a, it);
    struct out *body = page_begin(cx);
    page_news_edit(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = v.heading, .tab = home,
                                      .crumbs = { { S("Tin tức"), url_of(str_of(home)) } } },
                     body);
}

static enum err add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    struct news blank = { .published_on = instant_date(cx->now) };
    return edit_page(cx, &blank, url_of(S("/quan-ly/tin-tuc/them")), rs);
}

static enum err change_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news it;
    TRY(news_by_code(cx, path_code(rq, cx, "news"), &it));
    return edit_page(cx, &it, url_of(rq->path), rs);
}

static enum err save(struct ctx *cx, const struct req *rq, struct news *it, struct resp *rs)
{
    struct news typed = *it;
    enum err e = form_take(cx, rq, &typed);
    cx->visit->once_location = S("/quan-ly/tin-tuc?xong=luu");
    if (e == OK)
        e = it->id ? news_change_tx(cx, &typed) : news_add_tx(cx, &typed);
    if (e == OK)
        return next_send(cx, rq, rs, cx->visit->once_location);
    if (req_wants_json(rq) || (e != ERR_INPUT && e != ERR_CONFLICT))
        return e;
    TRY(edit_page(cx, it, url_of(rq->path), rs));
    rs->status = err_http(e);
    return OK;
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news it = { .code = code_make(cx->a) };
    return save(cx, rq, &it, rs);
}

static enum err change_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct news it;
    TRY(news_by_code(cx, path_code(rq, cx, "news"), &it));
    return save(cx, rq, &it, rs);
}

const struct route news_routes[] = {
    { GET, "/tin-tuc", public_page, .who = ANYBODY, .cached = true },
    { GET, "/tin-tuc/:news", one_page, .who = ANYBODY, .cached = true },
    { GET, "/quan-ly/tin-tuc", list_page, .who = MAY(PUBLISH) },
    { GET, "/quan-ly/tin-tuc/them", add_page, .who = MAY(PUBLISH) },
    { POST, "/quan-ly/tin-tuc/them", add_post, .who = MAY(PUBLISH), .form = &news_form },
    { GET, "/quan-ly/tin-tuc/:news", change_page, .who = MAY(PUBLISH) },
    { POST, "/quan-ly/tin-tuc/:news", change_post, .who = MAY(PUBLISH), .form = &news_form },
    { 0 },
};
