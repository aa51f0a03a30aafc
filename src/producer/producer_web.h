/* producer_web: what the pages of the room are given. */
#ifndef PRODUCER_PRODUCER_WEB_H
#define PRODUCER_PRODUCER_WEB_H

#include "producer/producer.h"

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

#endif
