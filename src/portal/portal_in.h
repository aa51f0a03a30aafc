/* portal_in: rows and page values of the room. */
#ifndef PORTAL_PORTAL_IN_H
#define PORTAL_PORTAL_IN_H

#include "portal/portal.h"

/* -- what statements are asked and give -------------------------------------------------------- */

/* A portal_query as statements take it. */
struct listing_ask {
    str match; /* of folded words */
    str exact; /* of words with their marks */
    str head;  /* LIKE pattern: the name begins with the words */
    int32_t star;
    str sets;  /* ",slug,slug,": any of these */
    str place; /* LIKE pattern of place paths */
    int32_t legal_type;
    int32_t valid;
    date today;
    int32_t after_tier;
    bytes after_key;
    product_id after;
};

/* What a program asks for. */
struct api_ask {
    str match;                                 /* of folded words; empty = all */
    str set_slug;
    int32_t rank;                              /* -1 = every */
    str unit;                                  /* LIKE pattern of place paths */
    date today;
    bytes after_key;
    product_id after;
    int32_t rows;
};

struct api_item {
    product_id id;
    str code;
    str name;
    bytes name_key;
    str producer_name;
    int32_t legal_type;                        /* of the producer */
    int32_t recognised;                        /* 1: it holds or held a star */
    str place_path;
    str set_slug;
    int32_t rank;                              /* of the recognition in force today, or 0 */
};
ROWS_OF(api_item);

enum err api_products(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err api_description(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;

/* How many products share these values. */
struct facet_cell {
    int32_t star;
    str set_slug;
    str place_path;
    str place_name;
    int32_t legal_type;
    int32_t valid; /* enum validity */
    int64_t count;
};
ROWS_OF(facet_cell);

struct star_count {
    int32_t star;
    int64_t count;
};
ROWS_OF(star_count);

struct suggestion {
    str name;
    str code;
    int32_t tier; /* 1: the name begins with what is typed */
};
ROWS_OF(suggestion);

struct public_product {
    product_id id;
    str code;
    str name;
    str set_slug;
    str unit;
    str story;
    producer_id producer;
    str producer_name;
    str producer_code;
    str place_name;
    str address;
    int32_t legal_type;
};

struct public_producer {
    producer_id id;
    str code;
    str name;
    int32_t legal_type;
    str address;
    str place_name;
};

/* A paper a producer holds, of the kinds the public sees. */
struct public_paper {
    int32_t kind;
    str issuer;
    date valid_until;                          /* NO_DATE = without an end */
};
ROWS_OF(public_paper);

struct public_site {
    int32_t kind;                              /* enum site_kind */
    str name;
    str address;
    int32_t latitude;                          /* millionths of a degree */
    int32_t longitude;
    str place_name;
    str producer_name;
    str producer_code;
    int32_t legal_type;
};
ROWS_OF(public_site);

struct public_price {
    str name;
    str gtin;
    vnd price_low;
    vnd price_high;
    date priced_on;
};
ROWS_OF(public_price);

struct public_photo {
    str sha256;
    int32_t width;
    int32_t height;
};
ROWS_OF(public_photo);

/* -- finding (portal.c) ------------------------------------------------------------------------ */

/* Fills what a statement is asked; q->typed as both matches. */
struct listing_ask listing_ask(struct ctx *cx, const struct portal_query *q);
/* Where a page of a list goes on: "ID.HEX", the tier as the first byte of the key. */
str portal_key_show(struct arena *a, const struct listing *last);
void portal_key_read(struct ctx *cx, const struct req *rq, struct portal_query *q);
date portal_today(struct ctx *cx);
/* Memory that outlives the rows of a statement that is walked, for as long as the request. */
struct arena *portal_keep(struct ctx *cx);
enum validity validity_on(date issued, date expires, date day);
/* "đã hết hạn 12/03/2026": why stars are grey; empty while in force. */
str off_words(struct ctx *cx, date issued, date expires, date day);
/* "Còn hiệu lực đến 05/08/2029" */
str validity_words(struct ctx *cx, date issued, date expires, date day);
/* A producer that is a person or a household: its address, and in open data its name, are personal
 * data. An unknown type counts as one.  law: L91-2025 */
bool producer_is_person(int32_t legal_type);
/* Group of a set in any pack, newest first: its code, and its name in *name. */
str set_group(str set_slug, str *name);

/* -- filters (facet.c) ------------------------------------------------------------------------- */

enum { FACET_STAR, FACET_GROUP, FACET_SET, FACET_PLACE, FACET_TYPE, FACET_VALID, FACETS };

struct facet_value {
    str word; /* in the address */
    str label;
    int64_t count; /* the other filters kept */
    bool chosen;
};

struct facet_values {
    struct facet_value *at;
    ptrdiff_t count;
};

struct facet {
    str name; /* in the address: "sao" */
    str label;
    str every;  /* what choosing none is called */
    str chosen; /* the word chosen, or empty */
    struct facet_values values;
    int64_t without; /* found when this filter alone is let go */
};

struct facets {
    struct facet at[FACETS];
    int64_t total; /* found with all filters */
};

/* Counts every value of every filter over what the words find. */
enum err portal_facets(struct ctx *cx, const struct portal_query *q, struct facets *out) MUST_USE;
/* The address of the catalogue with these words and filters, one of them left out (FACETS = none),
 * without a page. */
url catalogue_path(struct ctx *cx, const struct portal_query *q, int but);

/* -- pages ------------------------------------------------------------------------------------- */

struct listing_line {
    url at;
    url photo;
    str name;
    str producer;
    str place;
    struct stars_view stars;
    str validity; /* while in force; else the stars say it */
};

struct cards {
    struct {
        struct listing_line *at;
        ptrdiff_t count;
    } rows;
};

struct figure_line {
    url at;
    str number;
    str label;
};

/* A filter that was chosen, and the way out of it. */
struct chip {
    str label;
    url without;
    int64_t count; /* found without it */
};

struct home_news {
    url at;
    str title;
    date day;
};

struct catalogue_view {
    str province;
    str typed;
    struct {
        struct figure_line *at;
        ptrdiff_t count;
    } figures;
    struct cards found;
    struct {
        struct facet *at;
        ptrdiff_t count;
    } facets;
    struct {
        struct chip *at;
        ptrdiff_t count;
    } chips;
    int64_t total;
    bool filtered;     /* some filter is chosen */
    url without_words; /* the filters alone; empty when there are no words */
    url everything;
    url check;
    url map;
    struct {
        struct home_news *at;
        ptrdiff_t count;
    } news;
    url next;
};

struct photo_at {
    url at;
    int32_t width;
    int32_t height;
    int32_t number;
};

struct history_line {
    struct stars_view stars;
    date from;
    date to;
    str decision;
    url at;
};

struct held_line {
    str what;
    str until;
};

struct price_line {
    str name;
    str price;                                 /* "62.000 ₫ – 68.000 ₫" */
    str gtin;
};

struct shop_line {
    str name;
    str place;
};

struct held_lines {
    struct held_line *at;
    ptrdiff_t count;
};

struct shop_lines {
    struct shop_line *at;
    ptrdiff_t count;
};

struct public_product_view {
    struct public_product it;
    str set_name;
    str group_name;
    str producer_type;
    url producer;
    str place; /* address where it may be shown, and commune */
    bool recognised;
    struct {
        struct history_line *at;
        ptrdiff_t count;
    } history;                                 /* newest first; empty where there is but one */
    struct stars_view stars;
    str standing; /* one sentence */
    str standing_look;
    url check;
    str decision;
    str address; /* of this page, with the site's name; for sharing */
    struct {
        struct photo_at *at;
        ptrdiff_t count;
    } photos;
    struct {
        struct price_line *at;
        ptrdiff_t count;
    } prices;
    struct held_lines papers;
    struct shop_lines shops;
    url map;
    url compare;
};

enum { COMPARE_MAX = 4, MAP_LIST_MAX = 300, MAP_POINTS_MAX = 5000 };

struct compared {
    struct public_product_view it;
    url at;
    url without;
};

struct compare_found {
    url at;
    str name;
    str producer;
    str place;
};

struct compare_view {
    str typed;
    url form;
    bool full;
    struct {
        struct compared *at;
        ptrdiff_t count;
    } rows;
    struct {
        struct compare_found *at;
        ptrdiff_t count;
    } found;
};

struct site_at {
    str name;
    str kind;
    int32_t kind_number;
    str place;
    str producer;
    url at;
    int32_t latitude;
    int32_t longitude;
};

struct kind_link {
    url at;
    int32_t number;                            /* of the mark's colour; 0 = all */
    str label;
    bool here;
};

struct map_view {
    url home;
    str tiles;                                 /* address with {z}, {x}, {y}; empty = none */
    str credit;
    url points;
    int64_t total;
    bool cut;                                  /* more than the list shows */
    struct {
        struct site_at *at;
        ptrdiff_t count;
    } rows;
    struct {
        struct kind_link *at;
        ptrdiff_t count;
    } kinds;
};

struct public_producer_view {
    struct public_producer it;
    struct held_lines papers;
    struct shop_lines shops;
    str type;
    str place;
    struct cards found;
};

struct check_view {
    str look; /* is-valid, is-expired, is-unknown */
    str says; /* one sentence */
    str code;
    bool known;
    struct recognition r;
    str address; /* of the producer, where it may be shown */
    struct stars_view stars;
    url product;
    url paper; /* the printed paper, for holder and officers */
    str typed;
    str fault;
    url form;                                  /* where a code is asked for */
};

/* One address of the sitemap. */
struct site_line {
    str at;
    str changed_on; /* 2026-08-05, or empty */
};

struct site_view {
    struct {
        struct site_line *at;
        ptrdiff_t count;
    } rows;
};

struct news_line {
    str at;
    str title;
    str text;
    str id;        /* for ever the same: the recognition's address */
    str published; /* "Wed, 05 Aug 2026 00:00:00 +0700" */
};

struct news_view {
    str title;
    str site;
    str text;
    struct {
        struct news_line *at;
        ptrdiff_t count;
    } rows;
};

struct open_data_view {
    date day;
    str licence;
    str licence_todo;
};

/* Cards of products; the words of their standing are of today. */
struct cards listing_cards(struct ctx *cx, const struct listing_rows *rows);
/* "4 sao, còn hiệu lực đến hết ngày 05/08/2029." */
str standing_sentence(struct ctx *cx, const struct recognition *r, enum standing s);
str standing_look(enum standing s);
/* -- for Vietnamese and for English readers (english.c) ---------------------------------------- */

str set_words(struct ctx *cx, str slug);
str group_words(struct ctx *cx, str code);
str type_words(struct ctx *cx, int32_t legal_type);
str paper_words(struct ctx *cx, int32_t kind);             /* enum of producer_card.c */
str star_words(struct ctx *cx, int32_t star);              /* "4 sao", "4 stars" */
str day_words(struct ctx *cx, date d);
str money_words(struct ctx *cx, vnd v);                    /* 62.000 ₫, 62,000 ₫ */
/* A public address in the language the page is read in. */
url here(struct ctx *cx, url at);

/* An address of ours with the site's own in front: "https://ocop.example.vn/san-pham". */
str site_address(struct arena *a, str path);

/* A product as the public sees it; ERR_NOT_FOUND when there is none. */
enum err public_view(struct ctx *cx, str code, struct public_product_view *v) MUST_USE;
/* Street and commune of an organisation's site; of a person's the commune alone. */
str site_place(struct arena *a, const struct public_site *s);

/* -- handlers ---------------------------------------------------------------------------------- */

handler home_page, catalogue_page, suggest_json;     /* catalogue_web.c */
handler public_product_page, public_producer_page;   /* product_web.c */
handler map_page, map_points;                        /* map_web.c */
handler compare_page;                                /* compare_web.c */
handler sitemap_xml, robots_text, news_xml;          /* open_web.c */
handler products_csv, products_json, open_data_page; /* open_web.c */

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
