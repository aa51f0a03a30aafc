/* producer_twin: two records of one producer are found, told apart, or made one.
 *
 * Owns      table producer_twin
 * Promises  nothing is merged by itself: a pair is suggested, an officer decides
 *           what goes keeps its row, its trail and its old address, which leads to what was kept
 *           products, cases, papers, sites, years and accounts go along; papers issued keep the
 *           names they were issued with
 *           a pair that was told apart is not suggested again
 */
#ifndef PRODUCER_PRODUCER_TWIN_H
#define PRODUCER_PRODUCER_TWIN_H

#include "producer/producer.h"

enum twin_reason { TWIN_TAX_CODE = 1, TWIN_NAME = 2, TWIN_PHONE = 4 };     /* bits */

struct twin {
    producer_id a;                             /* the older record */
    producer_id b;
    str code_a;
    str code_b;
    str name_a;
    str name_b;
    str place_a;
    str place_b;
    int32_t reasons;
};
ROWS_OF(twin);

enum { TWINS_MAX = 200 };
/* Pairs within the actor's area, the surest first; TWINS_MAX at most. */
enum err twin_find(struct ctx *cx, struct twin_rows *out) MUST_USE;
/* "cùng mã số thuế, cùng điện thoại" */
str twin_reasons(struct arena *a, int32_t reasons);

struct merge {
    str keep;                                  /* codes */
    str gone;
    int64_t keep_version;                      /* as the officer saw them */
    int64_t gone_version;
};
/* ERR_NOT_FOUND  one of them is not the actor's to change
 * ERR_INPUT      they are the same record
 * ERR_CONFLICT   one was changed meanwhile */
enum err producer_merge_tx(struct ctx *cx, const struct merge *in) MUST_USE;
/* They are two: the pair is not suggested again. */
enum err producer_apart_tx(struct ctx *cx, const struct merge *in) MUST_USE;

#endif
