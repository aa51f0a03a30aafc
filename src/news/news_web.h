/* news_web: what the pages of the room are given. */
#ifndef NEWS_NEWS_WEB_H
#define NEWS_NEWS_WEB_H

#include "core/card.h"
#include "news/news.h"

struct news_line {
    url at;
    str title;
    str summary;
    date day;
    struct card_mark mark;                     /* for officers: hidden, or not yet */
};

struct news_list_view {
    struct {
        struct news_line *at;
        ptrdiff_t count;
    } rows;
    url next;
};

/* A paragraph, or one line of a list. */
struct news_part {
    str text;
    bool item;
    bool opens;                                /* the first line of its list */
    bool closes;
};

struct news_view {
    struct news it;
    struct {
        struct news_part *at;
        ptrdiff_t count;
    } parts;
    str heading;
    url public;                                /* as the public sees it, where it does */
    struct form_view form;
};

#endif
