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

struct twin_line {
    url at;
    str name_a;
    str name_b;
    str place_a;
    str place_b;
    str why;
};

struct twin_list_view {
    struct {
        struct twin_line *at;
        ptrdiff_t count;
    } rows;
};

struct merge_side {
    struct producer it;
    url at;
};

struct merge_fact {
    str label;
    str a;
    str b;
    bool differs;
};

struct merge_view {
    str key;
    struct fault_list faults;
    struct merge_side a;
    struct merge_side b;
    struct {
        struct merge_fact *at;
        ptrdiff_t count;
    } facts;
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

/* paper_web.c, twin_web.c */
handler paper_page, paper_file;
handler twin_page, merge_page, merge_post, apart_post;

#endif
