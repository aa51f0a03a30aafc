/* producer_in: shared by producer.c and producer_known.c. */
#ifndef PRODUCER_PRODUCER_IN_H
#define PRODUCER_PRODUCER_IN_H

#include "producer/producer.h"

/* What the search for pairs reads of each producer. */
struct twin_candidate {
    producer_id id;
    str code;
    str name;
    str tax_code;
    str phone;
    str place_name;
};
ROWS_OF(twin_candidate);

/* What was said of a pair. */
struct twin_said {
    producer_id low;
    producer_id high;
    producer_id kept;                          /* zero: they are two */
    instant at;
    account_id by_account;
};

struct twin_end {
    str code;                                  /* of the record that was kept */
};
ROWS_OF(twin_end);

/* The unit, the search column and the sort key. */
enum err producer_settle(struct ctx *cx, struct producer *p, const struct place *unit) MUST_USE;
/* The row and its link in the trail. */
enum err producer_keep(struct ctx *cx, struct producer *p, producer_id *out) MUST_USE;

/* The row changed, its link in the trail, and the news of it. */
enum err producer_put(struct ctx *cx, const struct producer *p) MUST_USE;

#endif
