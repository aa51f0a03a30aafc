/* login_web: what the pages about one's own account are given. */
#ifndef CORE_LOGIN_WEB_H
#define CORE_LOGIN_WEB_H

#include "core/core.h"

struct login_line {
    int64_t id;
    instant since;
    instant seen;
    str client;
    str agent;
    bool here;
};

struct account_view {
    struct form_view form;
    str name;
    str login_name;
    str key;
    bool others;
    struct {
        struct login_line *at;
        ptrdiff_t count;
    } logins;
};

struct factor_code_typed {
    str code;
};
extern const struct form factor_code_form;

struct spare_line {
    str code;
};

struct factor_view {
    bool on;
    bool waits;                                /* shown, not yet confirmed */
    instant since;
    int32_t left;                              /* spare codes */
    str secret;
    html drawing;
    str key;
    struct form_view form;
    struct {
        struct spare_line *at;
        ptrdiff_t count;
    } spares;
};

struct code_view {
    struct form_view form;
    str ticket;
    str back;
    str resend;
    struct req_pairs kept;
};

/* factor_web.c */
handler factor_page, factor_begin_post, factor_done_post, factor_end_post;

extern const struct route login_routes[];

#endif
