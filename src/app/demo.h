/* demo: the demonstration province. Its units serve the crash tests as well. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "council/council.h"

/* The one password of all its accounts; it is printed, and the server listens to this machine
 * alone. */
#define DEMO_PASSWORD "saolang2026"

enum { DEMO_PRODUCERS_MAX = 16, DEMO_PRODUCTS_MAX = 32 };
struct demo_made {
    producer_id id[DEMO_PRODUCERS_MAX];
    str producer[DEMO_PRODUCERS_MAX];          /* codes, in the order they were made */
    str product[DEMO_PRODUCTS_MAX];
};
/* Papers, sites, years and the like of what was made. Inside a write. */
enum err demo_cards(struct ctx *cx, const struct demo_made *made) MUST_USE;

/* The real units of the province, from the binary. */
enum err demo_units(struct ctx *cx) MUST_USE;
/* Cases at every step, on top of the units, producers, products and accounts. */
enum err demo_story(struct arena *a) MUST_USE;

#endif
