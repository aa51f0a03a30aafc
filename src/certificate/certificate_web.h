/* certificate_web: what the pages of the room are given. */
#ifndef CERTIFICATE_CERTIFICATE_WEB_H
#define CERTIFICATE_CERTIFICATE_WEB_H

#include "certificate/certificate.h"

struct ranked_line {
    int64_t id;
    str product;
    str producer;
    int32_t star;
    mean mean;
    bool chosen;
};

struct decision_line {
    url at;
    str number;
    str issuer;
    date signed_on;
    int64_t count;
};

struct decision_list_view {
    int64_t waiting;
    struct {
        struct decision_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    struct take take;
};

struct decision_edit_view {
    struct form_view form;
    str cases_fault;
    struct {
        struct ranked_line *at;
        ptrdiff_t count;
    } cases;
};

struct recognition_line {
    str product;
    str producer;
    str serial;
    str product_code;
    struct stars_view stars;
    date expires_on;
    bool refiles;                              /* there are days for filing anew: */
    struct refiling refiling;
    url check;
    url print;
    url file;
    bool may_print;                            /* decided here, and not printed yet */
    str verified;                              /* of a record of the past: how far checked */
    str revoked;                               /* "Thu hồi từ …: …" */
    bool printed;
};

struct decision_view {
    bool known;                                /* has records of the past */
    struct form_view form;                     /* how far they were checked */
    url take;                                  /* the list as a file */
    struct decision it;
    str key;
    struct {
        struct recognition_line *at;
        ptrdiff_t count;
    } rows;
};

#endif
