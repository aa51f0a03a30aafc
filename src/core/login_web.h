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

extern const struct route login_routes[];

#endif
