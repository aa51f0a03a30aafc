/* product_card: what is kept of a product beside its own fields: how it is sold and for how much,
 * its labels and packaging, codes issued to it, figures of each year, and its roadmap to a star.
 *
 * Owns      tables sale_unit, label, issued_code, product_year, roadmap
 * Promises  a code is kept letter by letter as issued; its parts are read beside it
 *           a GTIN has its right check digit; a lowest price is never above the highest
 * Law       QD26-2026 (codes of four parts); earlier decisions (codes of five)
 */
#ifndef PRODUCT_PRODUCT_CARD_H
#define PRODUCT_PRODUCT_CARD_H

#include "core/card.h"
#include "product/product.h"

struct sale_unit {
    CARD_MEMBERS;
    str name;                                  /* "Chai 500 ml" */
    str gtin;                                  /* 8, 12, 13 or 14 digits, or empty */
    vnd price_low;
    vnd price_high;
    date priced_on;
};
ROWS_OF(sale_unit);

struct label {
    CARD_MEMBERS;
    int32_t kind;                              /* 1 label, 2 packaging */
    str name;
    date used_from;
    date used_until;                           /* NO_DATE = in use */
    str note;
};
ROWS_OF(label);

struct issued_code {
    CARD_MEMBERS;
    str code;                                  /* as issued: "83-829-28780-3-2022" */
    str issuer;
    date issued_on;
    str province;                              /* read from it; empty: of no known form */
    str district;                              /* of a five-part code alone */
    str commune;
    str number;
    int32_t year;
};
ROWS_OF(issued_code);

struct product_year {
    CARD_MEMBERS;
    int32_t year;
    int32_t output;
    str output_unit;                           /* "kg", "chai" */
    vnd revenue;
    int32_t jobs;
    vnd export_revenue;
    str export_to;
};
ROWS_OF(product_year);

enum roadmap_state { ROADMAP_CANDIDATE = 1, ROADMAP_KEY, ROADMAP_REACHED, ROADMAP_LEFT };

struct roadmap {
    CARD_MEMBERS;
    int32_t state;                             /* enum roadmap_state */
    int32_t star;
    int32_t year;
    str task;
    str keeper;                                /* who sees to it */
    date until;
};
ROWS_OF(roadmap);

/* A product on its way to a star. */
struct roadmap_line {
    card_id id;
    int32_t state;
    int32_t star;
    int32_t year;
    str task;
    str keeper;
    date until;
    str code;                                  /* of the product */
    str name;
    str producer_name;
    str place_name;
};
ROWS_OF(roadmap_line);

struct roadmap_query {
    int32_t state;                             /* 0 = all */
    int32_t year;                              /* 0 = all */
    int32_t after_year;                        /* of the last row seen */
    card_id after;
};
enum { ROADMAP_PAGE_ROWS = 50 };
/* By year, within the actor's area; one row more than a page when there are more. */
enum err roadmap_find(struct ctx *cx, const struct roadmap_query *q,
                      struct roadmap_line_rows *out) MUST_USE;
const struct field *roadmap_field(const char *name);

/* Fills the parts; false, and no parts, where the code is of neither known form: five parts
 * "83-829-28780-3-2022" (province, district, commune, number, year), four "91-30307-12-2026". */
bool issued_code_read(struct arena *a, str code, struct issued_code *out);
/* 8, 12, 13 or 14 digits, the last of which checks the others (GS1 General Specifications 7.9). */
bool gtin_fine(str s);

extern const struct card_kind sale_unit_kind, label_kind, issued_code_kind, product_year_kind,
    roadmap_kind;
extern const struct card_box product_cards;

#endif
