/* job: work that goes on by itself, step by step, in one thread beside the server. What is to be
 * done stands in the rooms' own tables, so a step that was stopped is found again after a start. */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "core/ctx.h"

struct job {
    const char *name;                          /* NULL ends the list */
    /* Does a little; *more tells whether to come again at once. */
    enum err (*work)(struct ctx *cx, bool *more);
};

/* Once, at the start. */
void jobs_set(const struct job *list);
/* One round over all jobs; true when some has more to do at once. */
bool jobs_round(struct ctx *cx);
/* There is something to do: the thread need not wait for its hour. */
void job_wake(void);

/* For the thread alone. */
void job_lock_new(struct arena *a);
/* Waits until it is woken or so many milliseconds have passed; false when it shall end. */
bool job_wait(int64_t ms);
void job_end(void);

#endif
