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

struct token_line {
    int64_t id;
    str name;
    str scope;
    instant ends_at;
    date used_on;
};

struct token_view {
    struct form_view form;
    str key;
    str clear;                                 /* just made: shown this once */
    struct {
        struct token_line *at;
        ptrdiff_t count;
    } rows;
};

/* token_web.c */
handler tokens_page, token_post, token_end_post;

/* factor_web.c */
handler factor_page, factor_begin_post, factor_done_post, factor_end_post;

extern const struct route login_routes[];

#endif
