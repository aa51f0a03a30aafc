/* producer_card: what is kept of a producer beside its own fields: the papers it holds, its sites
 * and raw-material areas, and the figures of each year.
 *
 * Owns      tables paper, site, producer_year
 * Promises  a code of a growing area is kept as issued, with who issued it and when: nobody reads
 *           meaning into it
 *           a year stands once; who works there is never more than all workers
 * Law       QD26-2026/D2, and the options on labour, revenue and raw materials of its sheets
 */
#ifndef PRODUCER_PRODUCER_CARD_H
#define PRODUCER_PRODUCER_CARD_H

#include "core/card.h"
#include "producer/producer.h"

struct paper {
    CARD_MEMBERS;
    int32_t kind;
    str number;
    str issuer;
    date valid_from;
    date valid_until;                          /* NO_DATE = without an end */
    str note;
};
ROWS_OF(paper);

enum site_kind { SITE_WORKSHOP = 1, SITE_MATERIAL, SITE_SHOP, SITE_STORE };

struct site {
    CARD_MEMBERS;
    int32_t kind;                              /* enum site_kind */
    str name;
    str place_code;                            /* typed: the commune's code */
    place_id place;
    str address;
    str position;                              /* typed: "10.53713, 105.12345" */
    int32_t latitude;                          /* in millionths of a degree; both 0 = not known */
    int32_t longitude;
    int32_t area;                              /* square metres */
    str material;                              /* what grows or is made there */
    str code;                                  /* of a growing area or packing site, as issued */
    str code_issuer;
    date valid_from;                           /* of the code */
    date valid_until;
};
ROWS_OF(site);

struct producer_year {
    CARD_MEMBERS;
    int32_t year;
    vnd revenue;
    vnd export_revenue;
    int32_t workers;
    int32_t workers_province;                  /* who live in the province … */
    int32_t workers_commune;                   /* … in the commune */
    int32_t workers_female;
    int32_t workers_minority;
};
ROWS_OF(producer_year);

/* A paper whose last day comes, and whose it is. */
struct paper_due {
    card_id id;
    int32_t kind;
    str number;
    date valid_until;
    str code;                                  /* of the producer */
    str name;
    str phone;
    str place_name;
};
ROWS_OF(paper_due);

struct paper_due_query {
    date from;                                 /* of the last day, both ends within */
    date until;
    date after_day;                            /* of the last row seen */
    card_id after;
};
enum { PAPER_PAGE_ROWS = 50 };
/* By last day, within the actor's area; one row more than a page when there are more. */
enum err paper_due_find(struct ctx *cx, const struct paper_due_query *q,
                        struct paper_due_rows *out) MUST_USE;
str paper_kind_label(int32_t kind);

extern const struct card_kind paper_kind, site_kind, producer_year_kind;
extern const struct card_box producer_cards;

/* "10.53713, 105.12345" as millionths of a degree; false for anything else. */
bool position_read(str s, int32_t *latitude, int32_t *longitude);
str position_show(struct arena *a, int32_t latitude, int32_t longitude);

#endif
