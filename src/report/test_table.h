/* test_table: tables of invented producers for the tests of figures: a table is put together row by
 * row, goes through the whole intake as the province's office sends it, and is counted. */
#ifndef REPORT_TEST_TABLE_H
#define REPORT_TEST_TABLE_H

#include "app/test_world.h"
#include "base/out.h"
#include "report/report.h"

struct row {
    int32_t product;
    const char *producer;                      /* "HTX", "Công ty" … */
    int32_t producer_number;
    str commune;
    const char *stars;
    const char *signed_on;
    const char *number;                        /* of the decision, or NULL for any */
    const char *issuer;                        /* or NULL: not said */
};

/* A row for each product from one number up to another; `producers` of them take turns. */
struct run {
    int32_t from;
    int32_t to;
    int32_t first_producer;
    int32_t producers;
    const char *stars;
    const char *signed_on;
};

/* A table with its headings. */
struct out *bring_table(struct test *t);
void bring_row(struct test *t, struct out *o, const struct row *r);
/* The table is sent, previewed and applied. */
void bring_in(struct world *w, const struct out *table);
/* … as a table of that kind (enum intake_kind); its code. */
str bring_in_as(struct world *w, int32_t kind, const struct out *table);
/* What that table brought is taken back. */
void take_back(struct world *w, str code);
/* One table of all these runs. */
void bring_runs(struct world *w, const struct run *runs, int32_t count);

/* Codes of the demonstration province's communes, in the order of its list. */
str commune_code(struct world *w, int32_t n);
/* The province's office, and so what it brings in and counts, is of another area: "66/". */
void office_of(struct world *w, str area);

struct report report_on(struct world *w, date day);
/* Products the report counts under communes of that name. */
int64_t products_in(struct world *w, date day, const char *name);
/* What this person is sent. */
str page_of(struct world *w, const struct actor *who, const char *target);

#endif
