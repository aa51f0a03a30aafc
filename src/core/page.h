/* page: the frame around every page, replies, and the small marks woven pages use. */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include "core/ctx.h"
#include "core/form.h"
#include "web/html.h"
#include "web/resp.h"

struct crumb {
    str title;
    url at;
};

struct crumb_rows {
    struct crumb *at;
    ptrdiff_t count;
};

/* What a handler says about its page. */
struct frame {
    str title;
    const char *tab;                           /* address of the tab it belongs to: "/san-pham" */
    bool public_page;                          /* the public's frame, also for signed-in people */
    struct crumb crumbs[4];                    /* ends with an empty title */
    str done;                                  /* a success sentence at the top */
    url done_next;                             /* and the next step */
    str done_next_label;
    str description;                           /* of a public page, for search engines */
    url path;                                  /* of a public page: its one address, for sharing */
    url image;                                 /* shown where it is shared */
    html data;                                 /* what it tells machines: html_json_ld */
    const char *script;                        /* of this page alone: "map.js" */
    const char *style;
    bool bilingual;                            /* stands below /en too */
};

/* A page's body is written here … */
struct out *page_begin(struct ctx *cx);
/* … and sent inside its frame. */
enum err page_send(struct ctx *cx, struct resp *rs, const struct frame *f,
                   const struct out *body) MUST_USE;
/* "Tỉnh An Giang", to an English reader "An Giang Province". */
str page_province(struct ctx *cx);
/* A list as files: "/ho-so/tai-ve?loc=a" with ?dang=… or &dang=… behind it. */
struct take {
    url book;
    url csv;
};
struct take take_links(struct ctx *cx, str path);
void page_take(struct out *o, const struct take *p);
/* A piece of a page alone (a polled board). */
enum err fragment_send(struct ctx *cx, struct resp *rs, const struct out *body) MUST_USE;

/* 303 to a page of ours. */
enum err see_other(struct resp *rs, url to) MUST_USE;
/* After a change: 303 to `next`, or {"next": …} for a script that asked for JSON. */
enum err next_send(struct ctx *cx, const struct req *rq, struct resp *rs, str next) MUST_USE;
/* After something new: 303 to the visit's once_location, or {"code": …} for JSON. */
enum err code_send(struct ctx *cx, const struct req *rq, struct resp *rs, str code) MUST_USE;

/* A query value as clean text; the search field's (?tim=); and where a list goes on (?sau=). */
str query_word(struct ctx *cx, const struct req *rq, const char *name);
str typed_words(struct ctx *cx, const struct req *rq);
struct page_key {
    int64_t id;                                /* of the last row seen; 0 = from the beginning */
    bytes key;                                 /* its sort key */
};
struct page_key page_key_read(struct ctx *cx, const struct req *rq);
struct page_key page_key_of(struct ctx *cx, str shown);
str page_key_show(struct arena *a, int64_t id, bytes key);

/* JSON written so far. */
struct json_out *json_begin(struct ctx *cx);
enum err json_send(struct resp *rs, const struct json_out *w) MUST_USE;

/* A tab of the work frame: shown to whoever has the right. Finished pages only. */
struct tab {
    const char *path;
    const char *icon;
    const char *label;
    enum right who;
};
void tabs_set(const struct tab *tabs);         /* ends with path NULL */

/* Woven pages call these. */
void put_icon(struct out *o, str name);
void put_asset(struct out *o, str logical_name);
/* "4 sao" drawn and counted in words; greyed with a word when not in force. */
struct stars_view {
    int32_t count;
    str off;                                   /* why not in force, or empty */
};
void page_stars(struct out *o, const struct stars_view *p);
void page_form_open(struct out *o, const struct form_view *p);
void page_form_close(struct out *o, const struct form_view *p);
void page_faults(struct out *o, const struct fault_list *p);
html icon_html(struct arena *a, str name);

/* The page, or the JSON problem, that tells what went wrong. */
enum err page_fault(struct ctx *cx, const struct req *rq, enum err e, struct resp *rs) MUST_USE;
/* "Đã lưu sản phẩm." kept over one redirect: ?xong=…, a word of a fixed list of the room. */
str done_word(const struct req *rq);

#endif
