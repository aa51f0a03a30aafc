/* job.c: the list of jobs, and the lock their thread sleeps on. */
#include "core/job.h"

#include "base/log.h"
#include "base/thread.h"

static const struct job *jobs;

static struct {
    struct lock *lock;
    bool woken;
    bool over;
} sleeper;

void jobs_set(const struct job *list)
{
    jobs = list;
}

bool jobs_round(struct ctx *cx)
{
    bool again = false;
    for (const struct job *j = jobs; j && j->name; j++) {
        bool more = false;
        struct arena_mark mark = arena_mark(cx->a);
        cx->fault->count = 0;
        enum err e = j->work(cx, &more);
        if (e != OK)
            log_error("job.failed", "job=%s err=%s", j->name, err_name(e).at);
        again |= e == OK && more;
        arena_rewind(cx->a, mark);
    }
    return again;
}

void job_lock_new(struct arena *a)
{
    sleeper.lock = lock_new(a);
    sleeper.woken = sleeper.over = false;
}

void job_wake(void)
{
    if (!sleeper.lock)
        return;
    lock_take(sleeper.lock);
    sleeper.woken = true;
    lock_wake(sleeper.lock);
    lock_give(sleeper.lock);
}

bool job_wait(int64_t ms)
{
    int64_t until = thread_clock_ms() + ms;
    bool in_time = true;
    lock_take(sleeper.lock);
    while (!sleeper.woken && !sleeper.over && in_time)
        in_time = lock_wait_until(sleeper.lock, until);
    sleeper.woken = false;
    bool go_on = !sleeper.over;
    lock_give(sleeper.lock);
    return go_on;
}

void job_end(void)
{
    lock_take(sleeper.lock);
    sleeper.over = true;
    lock_wake(sleeper.lock);
    lock_give(sleeper.lock);
}
