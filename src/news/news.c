/* news.c: what is news, for whom, since when. */
#include "news/news.h"

#include "base/vi.h"
#include "news/news.sql.h"

#define MSG MSG_DEFINE
#include "news/news.msg"
#undef MSG

static const struct field fields[] = {
    FIELD_TEXT(struct news, title, "tieu_de", "Tiêu đề", .least = 5, .most = 200),
    FIELD_LINES(struct news, summary, "tom_tat", "Tóm tắt", .hint = "Một hai câu, hiện trong danh sách.",
                .least = 10, .most = 500),
    FIELD_LINES(struct news, body, "noi_dung", "Nội dung",
                .hint = "Cách đoạn bằng một dòng trống. Dòng bắt đầu bằng dấu - thành một mục của danh sách.",
                .least = 10, .most = 20000),
    FIELD_DATE(struct news, published_on, "ngay_dang", "Ngày đăng",
               .hint = "Ngày sau hôm nay: tin tự hiện khi tới ngày."),
    FIELD_BOOL(struct news, hidden, "an", "Ẩn tin này khỏi trang công khai"),
    FIELD_HIDDEN(struct news, version, "ban"),
};
const struct form news_form = FORM(fields);

static str scope_of(struct ctx *cx)
{
    return actor_scope(cx->a, cx->actor, MAY(PUBLISH)).like;
}

enum err news_public(struct ctx *cx, const struct news_after *after, struct news_rows *out)
{
    return news_shown(cx, instant_date(cx->now), after->day, after->id, out);
}

enum err news_find(struct ctx *cx, const struct news_after *after, struct news_rows *out)
{
    return news_all(cx, scope_of(cx), after->day, after->id, out);
}

enum err news_for_public(struct ctx *cx, str code, struct news *out)
{
    return news_one(cx, code, instant_date(cx->now), out);
}

enum err news_by_code(struct ctx *cx, str code, struct news *out)
{
    return news_seen(cx, code, scope_of(cx), out);
}

static enum err leave_link(struct ctx *cx, int64_t id, const char *what)
{
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "news", id), str_of(what), &AUDITED_news, id, S(""));
}

enum err news_add(struct ctx *cx, const struct news *in)
{
    struct news n = *in;
    if (!actor_may(cx->actor, MAY(PUBLISH)))
        return ERR_DENIED;
    n.place_path = house()->province_path;
    n.by_account = cx->actor->account;
    n.at = cx->now;
    TRY(news_insert(cx, &n, &n.id));
    return leave_link(cx, n.id, "news.added");
}
DB_TX(news_add, struct news)

static enum err news_change(struct ctx *cx, const struct news *in)
{
    struct news have;
    TRY(news_by_code(cx, in->code, &have));
    enum err e = news_update(cx, in);
    if (e == ERR_CONFLICT)
        return fail(cx, ERR_CONFLICT, M_NEWS_CHANGED, .args = { in->title });
    TRY(e);
    return leave_link(cx, in->id, "news.changed");
}
DB_TX(news_change, struct news)

url news_path(struct arena *a, const struct news *n)
{
    return url_join(a, S("/tin-tuc/"), vi_slug(a, n->title), S("-"), n->code);
}
