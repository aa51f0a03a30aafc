/* ctx.c: a function as one transaction, and repeats noticed. */
#include "core/ctx.h"

#include "core/core.h"
#include "core/core.sql.h"

struct tx {
    struct ctx *cx;
    tx_fn *fn;
    const void *in;
    struct fault before;                       /* to forget what a first try said */
};

/* A key belongs to whoever sent it: a client may call its own "1", and so may another. */
static str own_key(struct ctx *cx)
{
    return join(cx->a, show(cx->a, cx->actor->account.id), S(":"), cx->visit->once_key);
}

/* A key that was used before: the answer of the first time stands. */
static enum err seen_before(struct ctx *cx, bool *repeated)
{
    str location;
    *repeated = false;
    if (cx->visit->once_key.len == 0)
        return OK;
    TRY(once_find(cx, own_key(cx), cx->actor->account, &location, repeated));
    if (*repeated)
        cx->visit->once_location = location;
    return OK;
}

static enum err run_in(struct tx *t)
{
    struct ctx *cx = t->cx;
    bool repeated;
    TRY(seen_before(cx, &repeated));
    cx->visit->repeated = repeated;
    if (repeated)
        return OK;
    TRY(t->fn(cx, t->in));
    if (cx->visit->once_key.len == 0)
        return OK;
    return once_put(cx, own_key(cx), cx->actor->account, cx->now, cx->visit->once_location);
}

static enum err in_write(void *arg, struct db *c)
{
    struct tx *t = arg;
    struct db *reading = t->cx->db;
    t->cx->db = c;
    enum err e = run_in(t);
    t->cx->db = reading;
    return e;
}

static void again(void *arg)
{
    struct tx *t = arg;
    *t->cx->fault = t->before;
}

enum err tx_run(struct ctx *cx, tx_fn *fn, const void *in)
{
    struct tx *t = new(cx->a, struct tx, 1);
    struct db *reading = cx->db;
    *t = (struct tx){ .cx = cx, .fn = fn, .in = in, .before = *cx->fault };
    struct db_write w = { .a = cx->a, .fn = in_write, .again = again, .arg = t };
    enum err e = db_write(house()->db, &w);
    cx->db = reading;
    if (e == OK && !cx->visit->repeated)       /* only now: a write may run again from its start */
        cx->visit->once_key = S("");           /* a second transaction of this visit is its own */
    if (e == OK && cx->visit->publishes)
        cache_forget();
    return e;
}

enum err core_forget(struct ctx *cx, instant before)
{
    TRY(once_forget(cx, before));
    return attempt_forget(cx, before);
}
