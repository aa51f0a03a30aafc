/* cache: finished public pages, so that a scan costs no query.
 *
 * A page is kept for one address, one day and one generation. The generation ends when a write of
 * this process changed something public (public_changed), or when the row public_version says that
 * another process did; that row is looked at twice a second at most.
 *
 * Promises  after public_changed's write has been answered, no older page is sent by this process
 *           a page made from what was there before a change is not kept after it
 * Never     holds a page made for a signed-in person
 */
#ifndef CORE_CACHE_H
#define CORE_CACHE_H

#include "core/ctx.h"

/* Before the server starts; without it nothing is kept. */
void cache_start(struct arena *a);
/* After the server has stopped. */
void cache_stop(void);
/* The page of an address, copied into the arena; false when there is none. */
bool cache_get(struct arena *a, str target, date day, str *body);
/* The generation now: take it before making a page, give it back with the page. */
int64_t cache_generation(void);
void cache_put(str target, date day, int64_t generation, str body);
/* Is it time to look at public_version again? Then cache_look does. */
bool cache_wants_look(void);
enum err cache_look(struct ctx *cx) MUST_USE;
/* Inside a write: something the public sees has changed. */
enum err public_changed(struct ctx *cx) MUST_USE;
/* After such a write was committed. */
void cache_forget(void);

#endif
