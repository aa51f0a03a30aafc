/* test_form: what every form promises, for the tests of any room: a field that can be typed is kept
 * and comes back, and stands on the page. */
#ifndef CORE_TEST_FORM_H
#define CORE_TEST_FORM_H

#include "core/core.h"

/* Gives every field a value that the table allows; seeds 1 and 2 give different ones. Fields that
 * name something (picks, codes, a version, a password) stay. */
void test_form_fill(struct arena *a, const struct form *form, void *into, int seed);
/* The fields as JSON: two structs hold the same when these are equal. */
str test_form_json(struct arena *a, const struct form *form, const void *from);
/* The first field for which the page has no control, or empty. */
str test_form_missing(struct arena *a, const struct form *form, str page);

#endif
