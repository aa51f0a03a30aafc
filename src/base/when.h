/* when: days and moments. A date counts civil days, an instant microseconds UTC. Viet Nam is
 * UTC+7 all year, so Hanoi time is arithmetic. Nobody outside asks the clock: use cx->now.
 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include "base/str.h"

/* Days since 1970-01-01; NO_DATE means "not known". */
typedef struct {
    int32_t days;
} date;
#define NO_DATE ((date){ INT32_MIN })

/* Microseconds since 1970-01-01 00:00 UTC; zero means "not yet". */
typedef struct {
    int64_t us;
} instant;

struct civil {
    int32_t year;
    int32_t month;                             /* 1 .. 12 */
    int32_t day;                               /* 1 .. 31 */
};

struct clock {
    date day;
    int32_t hour;
    int32_t minute;
    int32_t second;
};

date date_of(int32_t year, int32_t month, int32_t day);
struct civil date_civil(date d);
bool date_known(date d);
/* "2026-09-02" or "02/09/2026" or "2/9/2026"; false for anything else and for days that do not
 * exist. */
bool date_read(str s, date *out) MUST_USE;
/* "2026-09-02"; empty for NO_DATE. */
str date_iso(struct arena *a, date d);
/* The same day number `months` later; the last day of the month where that day does not exist:
 * 31/01 + 1 month = 28/02 or 29/02. */
date date_add_months(date d, int32_t months);
date date_add_days(date d, int32_t days);

/* The moment now; for main, dispatch and jobs, which put it into cx->now. */
instant instant_now(void);
/* Hanoi's day and hour of a moment. */
struct clock instant_clock(instant t);
date instant_date(instant t);
/* Midnight in Hanoi at the beginning of a day. */
instant date_begins(date d);
instant instant_add_seconds(instant t, int64_t seconds);
/* "2026-09-02T14:05:09+07:00" */
str instant_iso(struct arena *a, instant t);
/* "14:05:09" in Hanoi. */
str instant_hms(struct arena *a, instant t);

#endif
