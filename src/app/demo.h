/* demo: the demonstration province. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "council/council.h"

/* Cases at every step, on top of the units, producers, products and accounts. */
enum err demo_story(struct arena *a) MUST_USE;

#endif
