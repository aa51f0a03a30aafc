/* product_web: what the pages of the room are given. */
#ifndef PRODUCT_PRODUCT_WEB_H
#define PRODUCT_PRODUCT_WEB_H

#include "product/product_card.h"

struct product_line {
    url at;
    str name;
    str set_name;
    str producer;
    str place;
};

struct product_list_view {
    str typed;
    bool may_add;
    struct pick *sets;
    struct {
        struct product_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    url take_book;
    url take_csv;
};

struct photo_line {
    url at;
    int64_t id;
    int32_t width;
    int32_t height;
    int32_t number;
};

struct product_view {
    struct product it;
    struct card_nav nav;
    str code;
    str set_name;
    url producer;
    url edit;
    url public;
    url add_photo;
    url remove_photo;
    url begin_dossier;
    bool may_edit;
    bool may_begin;
    str key;
    int64_t photo_bytes_max;
    str photo_fault;
    struct {
        struct photo_line *at;
        ptrdiff_t count;
    } photos;
    struct form_view form;
    str heading;
};

struct roadmap_shown {
    url at;
    str name;
    str producer;
    str place;
    str state;
    int32_t star;
    int32_t year;
    str task;
    str keeper;
    date until;
};

struct roadmap_view {
    str year;                                  /* typed */
    bool candidate;                            /* which list is chosen */
    bool key;
    bool reached;
    struct {
        struct roadmap_shown *at;
        ptrdiff_t count;
    } rows;
    url next;
    url take_book;
    url take_csv;
};

/* roadmap_web.c */
handler roadmap_page, roadmap_file;

#endif
