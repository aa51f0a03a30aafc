/* producer_web: what the pages of the room are given. */
#ifndef PRODUCER_PRODUCER_WEB_H
#define PRODUCER_PRODUCER_WEB_H

#include "producer/producer_card.h"

struct producer_line {
    url at;
    str name;
    str type;
    str place;
    str representative;
};

struct producer_list_view {
    str typed;
    bool may_add;
    struct {
        struct producer_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    bool without_commune;                      /* what is shown */
    url take_book;
    url take_csv;
};

struct producer_view {
    struct producer it;
    struct card_nav nav;
    str type;
    str code;
    str shown_phone;
    url edit;
    url add_product;
    bool may_edit;
    struct form_view form;
    str heading;
    bool conflict;
};

struct paper_line {
    url at;
    str producer;
    str place;
    str phone;
    str kind;
    str number;
    date until;
    struct card_mark mark;
};

struct paper_due_view {
    str day;                                   /* typed: until when */
    str fault;
    struct {
        struct paper_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    url take_book;
    url take_csv;
};

/* paper_web.c */
handler paper_page, paper_file;

#endif
