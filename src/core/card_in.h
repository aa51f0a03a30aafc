/* card_in: what the pages of cards are given. */
#ifndef CORE_CARD_IN_H
#define CORE_CARD_IN_H

#include "core/card.h"

struct card_cell {
    str label;
    str text;
    bool number;
};

struct card_line {
    url at;                                    /* where it is changed; empty = may not */
    struct card_mark mark;
    struct {
        struct card_cell *at;
        ptrdiff_t count;
    } cells;
};

struct card_list_view {
    str owner;
    str title;
    str one;
    str none;
    html icon;
    url add;
    url take;
    bool may_edit;
    bool marked;                               /* some kinds have no marks */
    str mark_title;
    struct card_nav nav;
    struct {
        struct card_cell *at;                  /* headings */
        ptrdiff_t count;
    } heads;
    struct {
        struct card_line *at;
        ptrdiff_t count;
    } rows;
};

struct card_field {
    html shown;
};

struct card_edit_view {
    str heading;
    str owner;
    str one;
    struct form_view form;
    struct {
        struct card_field *at;
        ptrdiff_t count;
    } fields;
    bool old;                                  /* a card that stands */
    url remove;
    str key;
    str version;
};

#endif
