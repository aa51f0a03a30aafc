/* report — số liệu: the figures a province publishes, on any day
 *
 * Counted anew from the records each time: which products held a star on that day, whose they are,
 * and under which units. Nothing is stored, so a correction shows at once, and a day of long ago is
 * counted under the units that were in force then.
 *
 * Owns      nothing; reads pub_product, pub_recognition, pub_producer_unit, pub_unit
 * Promises  products = those whose newest recognition of that day had not ended; a star sent up for
 *           five counts as potential, not as four; producers and communes are distinct
 *           a share is told with its fraction
 * Never     rounds what is compared; writes
 * Law       QD26-2026/D4 (stars), QD19-2025 (units)
 * Read      report.c, report.sql, report_web.c, report_test.c
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "certificate/certificate.h"
#include "core/core.h"
#include "place/place.h"
#include "producer/producer.h"

enum { REPORT_TYPES = ASSOCIATION + 1 };

struct report {
    date day;
    int64_t products;
    int64_t stars[6];                          /* by star; potential ones are not in stars[4] */
    int64_t potential;
    int64_t producers;
    int64_t types[REPORT_TYPES];               /* producers by enum legal_type */
    int64_t communes;                          /* with at least one product */
    int64_t communes_all;                      /* in force on that day */
    int64_t without_commune;                   /* products whose commune is not known */
};

/* One commune of that day, or, without a code, the products whose commune is not known. */
struct report_unit {
    str path;
    str code;
    str name;
    int64_t products;
    int64_t producers;
};
ROWS_OF(report_unit);

/* The figures of the actor's area on a day. */
enum err report_make(struct ctx *cx, date day, struct report *out) MUST_USE;
/* Communes with products, in Vietnamese order. */
enum err report_units(struct ctx *cx, date day, struct report_unit_rows *out) MUST_USE;
/* Stars taken away from a day up to another, both within. */
struct report_revoked {
    int64_t products;
    int64_t producers;
    int64_t stars[6];
    int64_t grounds[REVOKED_NOT_REFILED + 1];  /* by enum revocation_ground */
};
enum err report_revocations(struct ctx *cx, date from, date until,
                            struct report_revoked *out) MUST_USE;
/* As JSON: the whole, for the interface and the command line. */
str report_json(struct arena *a, const struct report *r);
/* "87,7 %" of 121 and 138; "0 %" of nothing. */
str report_share(struct arena *a, int64_t part, int64_t whole);

extern const struct route report_routes[];

#endif
