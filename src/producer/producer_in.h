/* producer_in: shared by producer.c and producer_known.c. */
#ifndef PRODUCER_PRODUCER_IN_H
#define PRODUCER_PRODUCER_IN_H

#include "producer/producer.h"

/* The unit, the search column and the sort key. */
enum err producer_settle(struct ctx *cx, struct producer *p, const struct place *unit) MUST_USE;
/* The row and its link in the trail. */
enum err producer_keep(struct ctx *cx, struct producer *p, producer_id *out) MUST_USE;

/* The row changed, its link in the trail, and the news of it. */
enum err producer_put(struct ctx *cx, const struct producer *p) MUST_USE;

#endif
