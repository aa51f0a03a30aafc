/* event: news from a room to rooms on its right, inside the same write.
 *
 *     producer.c                          wire.c
 *     event_emit(cx, EVENT_…, id)  ──>    { EVENT_…, product_hears_producer }
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "core/ctx.h"

enum event { EVENT_PRODUCER_CHANGED = 1, EVENT_PRODUCER_MERGED };

struct listener {
    enum event event;                          /* 0 ends the list */
    enum err (*hear)(struct ctx *cx, int64_t id);
};

/* Once, at the start. */
void listeners_set(const struct listener *list);
/* Tells every listener, in their order; the first that refuses undoes the whole write. */
enum err event_emit(struct ctx *cx, enum event event, int64_t id) MUST_USE;

#endif
