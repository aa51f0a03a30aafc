/* num: whole numbers: points, means kept as two integers, money in đồng. No floating point. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/str.h"

typedef int32_t points;                        /* an option's worth, 0 .. 100 */

/* The arithmetic mean of `count` totals, kept exact. */
typedef struct {
    int64_t sum;
    int64_t count;
} mean;

/* Money in whole đồng. */
typedef struct {
    int64_t dong;
} vnd;

/* True when the mean of `count` totals reaches `from_h` hundredths of a point, exactly:
 * 90, 90 and 89 do not reach 9000. law/README.md, "How a rank is computed", step 4 */
bool mean_reaches(mean m, int64_t from_h);
/* The mean in hundredths, rounded half up; for showing only. count > 0, sum >= 0. */
int64_t mean_hundredths(mean m);

/* Reads a whole decimal number with an optional minus sign and nothing else; false when it is
 * not one or does not fit. */
bool int_read(str s, int64_t *out) MUST_USE;
/* Sums and products that say when they do not fit. */
bool add_ok(int64_t a, int64_t b, int64_t *out) MUST_USE;
bool mul_ok(int64_t a, int64_t b, int64_t *out) MUST_USE;

#endif
