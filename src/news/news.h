/* news — tin tức: what the province's office tells the public
 *
 * A piece has a day of its own: until that day, and while it is marked hidden, only officers see
 * it. Its text is plain: paragraphs, and lists of lines that begin with a hyphen.
 *
 * Owns      table news
 * Promises  nobody sees a piece before its day; a hidden one leaves the public's pages at once
 *           no markup of a writer reaches the page
 * Never     writes news by itself
 * Read      news.c, news_web.c
 */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H

#include "core/core.h"

struct news {
    int64_t id;
    str code;                                  /* public, 12 characters */
    str title;
    str summary;
    str body;
    date published_on;
    bool hidden;
    str place_path;
    account_id by_account;
    instant at;
    int64_t version;
};
ROWS_OF(news);

extern const struct form news_form;

enum { NEWS_PAGE_ROWS = 20 };
/* Where a list goes on: behind that day and row; id 0 = from the newest. */
struct news_after {
    date day;
    int64_t id;
};
/* What the public may read today, newest first; one row more than a page when there are more. */
enum err news_public(struct ctx *cx, const struct news_after *after,
                     struct news_rows *out) MUST_USE;
/* All of the actor's area, newest first. */
enum err news_find(struct ctx *cx, const struct news_after *after, struct news_rows *out) MUST_USE;
/* ERR_NOT_FOUND: none, or not for the public yet. */
enum err news_for_public(struct ctx *cx, str code, struct news *out) MUST_USE;
/* Of the actor's area, to be changed. */
enum err news_by_code(struct ctx *cx, str code, struct news *out) MUST_USE;
/* Inside a write. */
enum err news_add(struct ctx *cx, const struct news *in) MUST_USE;
enum err news_add_tx(struct ctx *cx, const struct news *in) MUST_USE;
/* ERR_CONFLICT: changed after in->version. */
enum err news_change_tx(struct ctx *cx, const struct news *in) MUST_USE;

/* "/tin-tuc/khai-mac-hoi-cho-7K3M9QXT2HVA" */
url news_path(struct arena *a, const struct news *n);

extern const struct route news_routes[];

#define MSG MSG_DECLARE
#include "news/news.msg"
#undef MSG

#endif
