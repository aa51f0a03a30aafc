/* admin_web: what the pages of the room are given. */
#ifndef ADMIN_ADMIN_WEB_H
#define ADMIN_ADMIN_WEB_H

#include "admin/admin.h"

struct admin_home_view {
    struct admin_health h;
    str mean;                                  /* "1,4 ms" */
    str database;
    str disk_free;
    str disk_whole;
    bool disk_low;                             /* less than a tenth, or than 2 GB */
    bool demo;
    str public_url;
};

struct admin_line {
    url at;
    str login_name;
    str name;
    str roles;
    bool active;
    bool invited;                              /* has not chosen a password yet */
};

struct admin_list_view {
    str typed;
    struct {
        struct admin_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    struct take take;
};

struct admin_role_line {
    int64_t id;
    str label;
    str where;
};

struct admin_account_view {
    struct account it;
    bool own;
    bool invited;
    str key;
    int64_t logins;                            /* sign-ins open now */
    struct {
        struct admin_role_line *at;
        ptrdiff_t count;
    } roles;
    url edit;
    url give;
    url take;
    url reset;
    url end_logins;
    url forget;
    bool factor_on;
    url factor_off;
    url trail;
    url back;
    struct fault_list faults;
    struct form_view form;
    str heading;
};

struct admin_link_view {
    str name;
    str login_name;
    str link;
    int32_t hours;
    url account;
};

struct admin_settings_view {
    struct form_view form;
};

struct admin_trail_line {
    int64_t seq;
    instant at;
    str who;
    str what;
    str row;
    str detail;
};

struct admin_trail_view {
    str typed;
    str fault;
    struct {
        struct admin_trail_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    struct take take;
};

/* Handlers of admin_settings_web.c. */
handler admin_settings_page;
handler admin_settings_post;
handler admin_trail_page;
handler admin_trail_file;
handler admin_home_page;

#endif
