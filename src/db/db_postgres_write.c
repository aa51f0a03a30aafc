/* db_postgres_write.c: a write to PostgreSQL: one transaction, run again when it met another.
 *
 * Isolation. A write is SERIALIZABLE: a rule may read what it does not write (is the meeting still
 * open, is this key used up), and on SQLite nothing happens beside it. REPEATABLE READ would let
 * two such writes pass each other. The price is that a write may be told to start again.
 *
 * Meeting. Such a write runs again by itself, up to RETRIES times:
 *
 *   try 0, 1      beside the other writes
 *   try 2 ..      alone in this program: new writes wait, running ones get a moment to finish, so
 *                 the loser of a race cannot lose for ever; a short pause lets other nodes pass
 *
 * A failed statement spoils the whole transaction here, on SQLite it does not. So a write's
 * function hands up whatever a statement refused; should it go on and return OK, the first
 * refusal is returned in its place and nothing is kept.
 */
#include "base/log.h"
#include "base/thread.h"
#include "db/db_postgres_in.h"

enum { RETRIES = 5, TRY_ALONE = 2 };

static enum err command(struct pg *c, const char *name, const char *sql)
{
    c->result = PQexec(c->conn, sql);
    enum err e = pg_done(c->result) ? OK : pg_failed(c, c->result, name);
    pg_settle(c);
    return e;
}

/* A connection lost before the write's first statement is opened anew: nothing has happened. */
static enum err begin(struct pg *c)
{
    static const char sql[] = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
    c->error = OK;
    c->clashed = false;
    if (command(c, "begin", sql) == OK)
        return OK;
    c->broken = true;
    if (!pg_ready(c))
        return ERR_DB;
    c->error = OK;
    enum err e = command(c, "begin", sql);
    c->broken = e != OK;
    return e;
}

static void rollback(struct pg *c)
{
    if (PQstatus(c->conn) != CONNECTION_OK || command(c, "rollback", "ROLLBACK") != OK
        || PQtransactionStatus(c->conn) != PQTRANS_IDLE)
        c->broken = true;                      /* closing it undoes the transaction as well */
}

/* OK only when the server said that it is durable. A connection lost meanwhile leaves open what
 * happened: ERR_DB, and the asker's once-key tells a repeat. */
static enum err commit(struct pg *c)
{
    c->result = PQexec(c->conn, "COMMIT");
    bool durable = pg_done(c->result) && str_is(str_of(PQcmdStatus(c->result)), "COMMIT");
    enum err e = OK;
    if (!pg_done(c->result))
        e = pg_failed(c, c->result, "commit");
    else if (!durable)
        e = c->error != OK ? c->error : ERR_DB;
    pg_settle(c);
    if (durable)
        pg_count_write(c->home);
    return e;
}

struct attempt {
    const struct db_write *write;
    struct pg *c;
    enum err answer;
};

static void attempt_run(void *arg)
{
    struct attempt *t = arg;
    t->answer = t->write->fn(t->write->arg, &t->c->db);
}

/* Empties the arena of what a try left, and lets the asker forget what it gathered there. */
static void start_over(const struct db_write *w, struct arena_mark mark)
{
    arena_rewind(w->a, mark);
    if (w->again)
        w->again(w->arg);
}

/* One transaction from BEGIN to its end, whatever the function does. When it jumps out, the arena
 * is full: it is emptied, so that there is room to say so. */
static enum err attempt(struct pg *c, const struct db_write *w)
{
    TRY(begin(c));
    struct attempt t = { .write = w, .c = c, .answer = OK };
    struct arena_mark mark = arena_mark(w->a);
    bool landed = land(w->a, attempt_run, &t);
    enum err e = landed ? t.answer : ERR_LIMIT;
    pg_settle(c);
    if (!landed && !c->clashed)
        start_over(w, mark);
    if (e == OK && (c->error != OK || PQtransactionStatus(c->conn) != PQTRANS_INTRANS)) {
        e = c->error != OK ? c->error : ERR_DB;
        if (!c->clashed)
            log_error("db.write_spoilt", "err=%s", err_name(e).at);
    }
    if (e == OK)
        return commit(c);
    rollback(c);
    return e;
}

/* A few milliseconds, more with each try, not the same on two nodes. */
static void pause_before(int number)
{
    if (number > TRY_ALONE)
        thread_sleep_ms(1 + thread_clock_us() % (2 << number));
}

static enum err attempt_in_turn(struct pg *c, const struct db_write *w, int number)
{
    pause_before(number);
    bool alone = number >= TRY_ALONE;
    c->clashed = false;
    if (!pg_turn_take(c->home, alone))
        return ERR_BUSY;
    enum err e = attempt(c, w);
    pg_turn_give(c->home, alone);
    return e;
}

static enum err attempts(struct pg *c, const struct db_write *w)
{
    struct arena_mark mark = arena_mark(w->a);
    for (int number = 0; number <= RETRIES; number++) {
        enum err e = attempt_in_turn(c, w, number);
        if (!c->clashed)
            return e;
        start_over(w, mark);
    }
    log_warn("db.busy", "what=\"a write met others %d times\"", RETRIES + 1);
    return ERR_BUSY;
}

enum err postgres_write(void *home, const struct db_write *w)
{
    struct pg *c;
    TRY(pg_lease(home, true, &c));
    enum err e = attempts(c, w);
    pg_release(c);
    if (e == ERR_BUSY)
        pg_count_refused(home);
    return e;
}
