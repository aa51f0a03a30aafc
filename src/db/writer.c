/* writer.c: the one writer of a SQLite database: group commit.
 *
 *   askers:  queue an ask, sleep                         wake with the answer
 *               \                                          ^
 *   writer:   BEGIN  [SAVEPOINT fn RELEASE|ROLLBACK TO] x up to 64  COMMIT (one flush)
 *
 * Nobody is told OK before the flush. A refusal undoes its own savepoint alone. When the batch
 * itself fails (full disk, I/O error: SQLite then rolls back everything), its asks run again one
 * by one, and each asker is told what became of his own.
 *
 * The asker sleeps while the writer uses his arena. Statements are put to rest by the writer
 * itself, so no statement of its connection is ever touched on another thread.
 */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/log.h"
#include "db/sqlite_in.h"

enum { BATCH_MAX = 64, QUEUE_MAX = 4096 };

enum ask_state { ASK_WAITING, ASK_BEGUN, ASK_DONE };

struct ask {
    const struct db_write *write;
    enum ask_state state;
    enum err answer;
    struct ask *next;
};

struct writer {
    struct sqlite_home *home;
    struct lock *lock;
    struct thread *thread;
    struct ask *first;
    struct ask *last;
    int waiting;
    bool asleep;                               /* nothing to do: the next ask must wake it */
    bool stop;
    struct db_counts counts;
};

struct attempt {
    struct ask *ask;
    struct db *db;
    enum err answer;
};

static void attempt_run(void *arg)
{
    struct attempt *t = arg;
    t->answer = t->ask->write->fn(t->ask->write->arg, t->db);
}

/* Runs one ask inside its savepoint. True when the batch's transaction still stands. */
static bool run_ask(struct writer *w, struct ask *ask)
{
    struct sqlite *c = w->home->writing;
    struct arena *a = ask->write->a;
    if (sqlite_exec(c, "SAVEPOINT ask") != SQLITE_OK)
        return false;
    struct attempt t = { .ask = ask, .db = &c->db, .answer = ERR_LIMIT };
    if (!land(a, attempt_run, &t))
        t.answer = ERR_LIMIT;                  /* the arena came to its end */
    sqlite_settle(c);
    ask->answer = t.answer;
    if (sqlite3_get_autocommit(c->handle))
        return false;                          /* SQLite has rolled everything back */
    int rc = SQLITE_OK;
    if (t.answer != OK)
        rc = sqlite_exec(c, "ROLLBACK TO ask");
    if (rc == SQLITE_OK)
        rc = sqlite_exec(c, "RELEASE ask");
    return rc == SQLITE_OK;
}

static enum err after_failure(struct sqlite *c, const char *where)
{
    log_error("db.write_failed", "where=%s rc=%d what=\"%s\"", where,
              sqlite3_extended_errcode(c->handle), sqlite3_errmsg(c->handle));
    if (!sqlite3_get_autocommit(c->handle))
        sqlite_exec(c, "ROLLBACK");
    return ERR_DB;
}

static void run_alone(struct writer *w, struct ask *ask)
{
    struct sqlite *c = w->home->writing;
    if (sqlite_exec(c, "BEGIN IMMEDIATE") != SQLITE_OK) {
        ask->answer = sqlite3_errcode(c->handle) == SQLITE_BUSY ? ERR_BUSY
                                                                 : after_failure(c, "begin");
        return;
    }
    if (!run_ask(w, ask) || sqlite_exec(c, "COMMIT") != SQLITE_OK)
        ask->answer = after_failure(c, "alone");
}

static bool run_together(struct writer *w, struct ask *batch)
{
    struct sqlite *c = w->home->writing;
    if (sqlite_exec(c, "BEGIN IMMEDIATE") != SQLITE_OK)
        return false;
    for (struct ask *k = batch; k; k = k->next)
        if (!run_ask(w, k)) {
            after_failure(c, "batch");
            return false;
        }
    if (sqlite_exec(c, "COMMIT") == SQLITE_OK)
        return true;
    after_failure(c, "commit");
    return false;
}

static void run_batch(struct writer *w, struct ask *batch)
{
    if (run_together(w, batch))
        return;
    for (struct ask *k = batch; k; k = k->next) {
        if (k->write->again)
            k->write->again(k->write->arg);
        run_alone(w, k);
    }
}

/* Takes up to BATCH_MAX waiting asks; NULL when the writer is told to stop. */
static struct ask *take_batch(struct writer *w)
{
    lock_take(w->lock);
    while (!w->first && !w->stop) {
        w->asleep = true;
        lock_wait(w->lock);
    }
    w->asleep = false;
    struct ask *batch = w->first;
    struct ask *end = batch;
    for (int n = 1; end && n <= BATCH_MAX; n++) {
        end->state = ASK_BEGUN;
        w->waiting--;
        if (n == BATCH_MAX || !end->next)
            break;
        end = end->next;
    }
    if (end) {
        w->first = end->next;
        end->next = NULL;
    }
    if (!w->first)
        w->last = NULL;
    lock_give(w->lock);
    return batch;
}

static void finish(struct writer *w, struct ask *batch)
{
    lock_take(w->lock);
    w->counts.batches++;
    for (struct ask *k = batch; k; k = k->next) {
        w->counts.writes++;
        k->state = ASK_DONE;
    }
    lock_wake(w->lock);
    lock_give(w->lock);
}

static void write_on(void *arg)
{
    struct writer *w = arg;
    for (struct ask *batch; (batch = take_batch(w)) != NULL;) {
        run_batch(w, batch);
        finish(w, batch);
    }
}

struct writer *writer_start(struct sqlite_home *h)
{
    struct writer *w = new(h->a, struct writer, 1);
    w->home = h;
    w->lock = lock_new(h->a);
    w->thread = thread_start(h->a, "writer", write_on, w);
    assert(w->thread);
    return w;
}

static void enqueue(struct writer *w, struct ask *ask)
{
    if (w->last)
        w->last->next = ask;
    else
        w->first = ask;
    w->last = ask;
    w->waiting++;
    if (w->asleep)                             /* waking means waking every asker too */
        lock_wake(w->lock);
    w->asleep = false;
}

/* Takes back an ask that has not begun. */
static void withdraw(struct writer *w, struct ask *ask)
{
    struct ask **at = &w->first;
    struct ask *before = NULL;
    while (*at != ask) {
        before = *at;
        at = &(*at)->next;
    }
    *at = ask->next;
    if (w->last == ask)
        w->last = before;
    w->waiting--;
    w->counts.refused++;
}

enum err writer_ask(struct writer *w, const struct db_write *write)
{
    struct ask ask = { .write = write, .state = ASK_WAITING };
    int64_t deadline = thread_clock_ms() + w->home->conf.wait_ms;
    lock_take(w->lock);
    if (w->waiting >= QUEUE_MAX || w->stop) {
        w->counts.refused++;
        lock_give(w->lock);
        return ERR_BUSY;
    }
    enqueue(w, &ask);
    bool in_time = true;
    while (ask.state == ASK_WAITING && in_time)
        in_time = lock_wait_until(w->lock, deadline);
    if (ask.state == ASK_WAITING) {
        withdraw(w, &ask);
        ask.answer = ERR_BUSY;
    } else {
        while (ask.state != ASK_DONE)          /* one that has begun is awaited to the end */
            lock_wait(w->lock);
    }
    lock_give(w->lock);
    return ask.answer;
}

void writer_stop(struct writer *w)
{
    lock_take(w->lock);
    w->stop = true;
    lock_wake(w->lock);
    lock_give(w->lock);
    thread_join(w->thread);
}

struct db_counts writer_counts(struct writer *w)
{
    lock_take(w->lock);
    struct db_counts c = w->counts;
    c.queue = w->waiting;
    lock_give(w->lock);
    return c;
}
