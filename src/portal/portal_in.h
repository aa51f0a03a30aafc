/* portal_in: rows and page values of the room. */
#ifndef PORTAL_PORTAL_IN_H
#define PORTAL_PORTAL_IN_H

#include "portal/portal.h"

struct star_count {
    int32_t star;
    int64_t count;
};
ROWS_OF(star_count);

struct public_product {
    product_id id;
    str code;
    str name;
    str set_slug;
    str unit;
    str story;
    str producer_name;
    str place_name;
    str address;
};

struct public_photo {
    str sha256;
    int32_t width;
    int32_t height;
};
ROWS_OF(public_photo);

struct listing_line {
    url at;
    url photo;
    str name;
    str producer;
    str place;
    struct stars_view stars;
};

struct figure_line {
    url at;
    str number;
    str label;
};

struct catalogue_view {
    bool home;
    str province;
    str typed;
    int32_t star;
    struct {
        struct figure_line *at;
        ptrdiff_t count;
    } figures;
    struct {
        struct listing_line *at;
        ptrdiff_t count;
    } rows;
    url next;
};

struct photo_at {
    url at;
    int32_t width;
    int32_t height;
    int32_t number;
};

struct public_product_view {
    struct public_product it;
    str set_name;
    bool recognised;
    struct stars_view stars;
    str standing;                              /* one sentence */
    str standing_look;
    url check;
    str decision;
    struct {
        struct photo_at *at;
        ptrdiff_t count;
    } photos;
};

struct check_view {
    str look;                                  /* is-valid, is-expired, is-unknown */
    str says;                                  /* one sentence */
    str code;
    bool known;
    struct recognition r;
    struct stars_view stars;
    url product;
    url paper;                                 /* the printed paper, for holder and officers */
    str typed;
    str fault;
};

/* "4 sao, còn hiệu lực đến hết ngày 05/08/2029." */
str standing_sentence(struct arena *a, const struct recognition *r, enum standing s, date today);

struct task_line {
    url at;
    str what;
    str whose;
    str state;
    str look;
    str next;
};

struct inbox_view {
    str name;
    struct {
        struct task_line *at;
        ptrdiff_t count;
    } tasks;
    bool producer;
};

#endif
