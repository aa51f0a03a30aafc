/* page_in: what core's own woven pages are given. */
#ifndef CORE_PAGE_IN_H
#define CORE_PAGE_IN_H

#include "core/core.h"

struct tab_view {
    url at;
    html icon;
    str label;
    bool here;
};

struct frame_view {
    str title;
    str province;
    str description;
    url path;                                  /* of a public page, or empty */
    url address;                               /* … canonical: with the site's own in front */
    str image;                                 /* likewise */
    html data;
    str body_class;
    url home;
    url root;                                  /* "/" or "/en/": before addresses of the public */
    url other;                                 /* this page in the other language, or empty */
    url other_address;                         /* … with the site's own in front */
    html extra;                                /* links to its own style and script */
    bool demo;
    bool signed_in;
    bool work;
    bool public_search;
    bool public_foot;
    bool has_crumbs;
    str name;
    str role;
    str key;
    str office;
    struct {
        struct tab_view *at;
        ptrdiff_t count;
    } tabs, more;                              /* more: on a phone, those that find no room */
    bool more_here;
    struct crumb_rows crumbs;
    str done;
    url done_next;
    str done_next_label;
    html body;
};

struct sign_in_view {
    struct form_view form;
    str sentence;
    str back;                                  /* where to go afterwards */
    str resend;                                /* path of the form whose fields are kept */
    url resend_url;
    str key;
    struct req_pairs kept;
    bool demo;
};

/* The posted fields but our own, for hidden inputs. */
struct req_pairs kept_fields(struct arena *a, const struct req *rq);
/* Writes the sign-in page, keeping what was posted. */
enum err sign_in_page(struct ctx *cx, const struct req *rq, str sentence, struct resp *rs) MUST_USE;

#endif
