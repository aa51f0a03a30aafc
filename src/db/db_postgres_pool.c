/* db_postgres_pool.c: the connections to PostgreSQL: opening, leasing, healing, closing.
 *
 *   readers   c c c . .      read-only transactions, each statement has its own snapshot
 *   writers   c . .          one write each, see db_postgres_write.c
 *             ^ opened when first leased; `.` not opened yet
 *
 * One lock guards who has leased what, the turns and the counts. It is never held while the
 * network is waited for. A connection that broke is closed at once and opened anew at its next
 * lease; one that the server closed while it lay idle shows something to read, and is caught then.
 *
 * The address may hold a password, so it is never logged; an address that libpq would take apart
 * differently from what its writer meant (an unescaped @ or / in the password) is refused here,
 * because libpq would print the piece in its complaint.
 */
#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/out.h"
#include "base/thread.h"
#include "db/db_postgres_in.h"

enum {
    DRAIN_MS = 200,                            /* a write alone waits so long for those running */
    SERVER_OLDEST = 130000                     /* PostgreSQL 13: the oldest the tests were run on */
};

struct pool {
    struct pg *at;
    int count;
};

struct pg_home {
    struct db_home door;
    struct lock *lock;
    const char *url;
    const char *wait_ms_text;                  /* the same limits as the server reads them */
    const char *read_ms_text;
    int64_t wait_ms;
    struct pool readers;
    struct pool writers;
    int running;                               /* tries of writes between take and give */
    bool alone;                                /* a write keeps the others out */
    struct db_counts counts;
};

/* -- one connection -------------------------------------------------------------------------- */

struct pg_words pg_words_of(const char *message)
{
    struct pg_words w = { { 0 } };
    ptrdiff_t end = 0;
    for (ptrdiff_t i = 0; message && message[i] && i < COUNT_OF(w.at) - 1; i++) {
        char c = message[i];
        w.at[i] = c;
        if (c == '"')
            w.at[i] = '\'';
        else if (c == '\n' || c == '\t')
            w.at[i] = ' ';
        if (w.at[i] != ' ')
            end = i + 1;
    }
    w.at[end] = 0;
    return w;
}

static void swallow(UNUSED void *arg, UNUSED const char *message)
{
}

/* The address stands last, so that it may set these otherwise. A host that vanished is noticed
 * after 25 seconds; the server's own limits do not reach that far. */
static PGconn *dial(const struct pg_home *h)
{
    static const char *const names[] = {
        "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout", "fallback_application_name", "dbname", NULL,
    };
    const char *const values[] = { "2", "10", "5", "3", "25000", "saolang", h->url, NULL };
    return PQconnectdbParams(names, values, 1);
}

static bool succeeds(PGresult *r)
{
    bool done = pg_done(r);
    PQclear(r);
    return done;
}

/* Milliseconds; zero means no limit. */
static bool set_limit(const struct pg *c, const char *name, const char *ms)
{
    const char *const values[] = { name, ms };
    return succeeds(PQexecParams(c->conn, "SELECT set_config($1, $2, false)", 2, NULL, values,
                                 NULL, NULL, 0));
}

/* A reader's statement is limited; a writer's wait for another's row is, but not its work, which
 * may be a migration. */
static bool set_limits(const struct pg *c)
{
    return c->writes ? set_limit(c, "lock_timeout", c->home->wait_ms_text)
                     : set_limit(c, "statement_timeout", c->home->read_ms_text);
}

static bool set_up(const struct pg *c)
{
    static const char both[] = "SET client_encoding = 'UTF8';"
                               "SET standard_conforming_strings = on;"
                               "SET bytea_output = 'hex';"
                               "SET TimeZone = 'UTC'";
    const char *own = c->writes ? "SET synchronous_commit = on"
                                : "SET default_transaction_read_only = on";
    PQsetNoticeProcessor(c->conn, swallow, NULL);
    return succeeds(PQexec(c->conn, both)) && succeeds(PQexec(c->conn, own)) && set_limits(c);
}

static void hang_up(struct pg *c)
{
    PQfinish(c->conn);
    c->conn = NULL;
    c->broken = false;
    for (ptrdiff_t i = 0; i < COUNT_OF(c->prepared); i++)
        c->prepared[i] = false;
}

static bool call(struct pg *c, struct pg_words *why)
{
    hang_up(c);
    c->conn = dial(c->home);
    if (PQstatus(c->conn) == CONNECTION_OK && set_up(c))
        return true;
    *why = pg_words_of(PQerrorMessage(c->conn));
    hang_up(c);
    return false;
}

/* True while the server has not closed the connection. An idle server says nothing, so whatever
 * can be read is a farewell, or a notice on the way. */
static bool alive(const struct pg *c)
{
    struct pollfd p = { .fd = PQsocket(c->conn), .events = POLLIN };
    for (int i = 0; i < 4 && poll(&p, 1, 0) > 0; i++) {
        if (!PQconsumeInput(c->conn))
            return false;
        (void)PQisBusy(c->conn);               /* reads what came: a notice, a changed setting */
    }
    return PQstatus(c->conn) == CONNECTION_OK;
}

bool pg_ready(struct pg *c)
{
    if (c->conn && !c->broken && alive(c))
        return true;
    struct pg_words why;
    if (call(c, &why))
        return true;
    log_error("db.open", "what=\"%s\"", why.at);
    return false;
}

static void stop_statement(PGconn *conn)
{
    char why[64];
    PGcancel *p = PQgetCancel(conn);
    (void)PQcancel(p, why, (int)sizeof why);   /* when it fails, the rows are read to the end */
    PQfreeCancel(p);
}

static void read_to_end(const struct pg *c)
{
    bool stopped = c->writes;                  /* stopping would undo the whole transaction */
    PGresult *r;
    while ((r = PQgetResult(c->conn))) {
        bool more = PQresultStatus(r) == PGRES_SINGLE_TUPLE;
        PQclear(r);
        if (more && !stopped)
            stop_statement(c->conn);
        stopped = stopped || more;
    }
}

bool pg_stream(struct pg *c)
{
    if (!c->writes && !set_limit(c, "statement_timeout", "0"))
        return false;
    c->streaming = true;
    return true;
}

void pg_settle(struct pg *c)
{
    PQclear(c->result);
    c->result = NULL;
    if (!c->streaming)
        return;
    c->streaming = false;
    read_to_end(c);
    if (!c->writes && !set_limits(c))
        c->broken = true;
}

/* -- leases ---------------------------------------------------------------------------------- */

/* One that nobody has, best an open one: its statements are prepared. */
static struct pg *pick(const struct pool *p)
{
    struct pg *closed = NULL;
    for (struct pg *c = p->at; c < p->at + p->count; c++) {
        if (!c->leased && c->conn)
            return c;
        if (!c->leased && !closed)
            closed = c;
    }
    return closed;
}

static struct pg *pick_waiting(struct pg_home *h, const struct pool *p)
{
    int64_t deadline = thread_clock_ms() + h->wait_ms;
    bool more = true;
    h->counts.queue++;
    struct pg *c = pick(p);
    while (!c && more) {
        more = lock_wait_until(h->lock, deadline);
        c = pick(p);
    }
    h->counts.queue--;
    return c;
}

enum err pg_lease(struct pg_home *h, bool writes, struct pg **out)
{
    lock_take(h->lock);
    struct pg *c = pick_waiting(h, writes ? &h->writers : &h->readers);
    if (c)
        c->leased = true;
    else
        h->counts.refused++;
    lock_give(h->lock);
    if (!c)
        return ERR_BUSY;
    if (!pg_ready(c)) {
        pg_release(c);
        return ERR_DB;
    }
    *out = c;
    return OK;
}

void pg_release(struct pg *c)
{
    pg_settle(c);
    if (c->broken || (c->conn && PQtransactionStatus(c->conn) != PQTRANS_IDLE))
        hang_up(c);
    lock_take(c->home->lock);
    c->leased = false;
    lock_wake(c->home->lock);
    lock_give(c->home->lock);
}

enum err postgres_lease(void *home, struct db **out)
{
    struct pg *c;
    TRY(pg_lease(home, false, &c));
    *out = &c->db;
    return OK;
}

void postgres_release(UNUSED void *home, struct db *c)
{
    pg_release((struct pg *)c);
}

/* -- turns ----------------------------------------------------------------------------------- */

static void wait_for_running(struct pg_home *h)
{
    int64_t deadline = thread_clock_ms() + DRAIN_MS;
    while (h->running > 0 && lock_wait_until(h->lock, deadline))
        continue;
}

bool pg_turn_take(struct pg_home *h, bool alone)
{
    int64_t deadline = thread_clock_ms() + h->wait_ms;
    bool more = true;
    lock_take(h->lock);
    h->counts.queue++;
    while (h->alone && more)
        more = lock_wait_until(h->lock, deadline);
    bool mine = !h->alone;
    if (mine && alone) {
        h->alone = true;
        wait_for_running(h);
    }
    h->counts.queue--;
    h->running += mine;
    lock_give(h->lock);
    return mine;
}

void pg_turn_give(struct pg_home *h, bool alone)
{
    lock_take(h->lock);
    h->running--;
    if (alone)
        h->alone = false;
    lock_wake(h->lock);
    lock_give(h->lock);
}

/* -- counts ---------------------------------------------------------------------------------- */

void pg_count_write(struct pg_home *h)
{
    lock_take(h->lock);
    h->counts.writes++;
    h->counts.batches++;                       /* each commit is a flush of its own */
    lock_give(h->lock);
}

void pg_count_refused(struct pg_home *h)
{
    lock_take(h->lock);
    h->counts.refused++;
    lock_give(h->lock);
}

struct db_counts postgres_counts(void *home)
{
    struct pg_home *h = home;
    lock_take(h->lock);
    struct db_counts counts = h->counts;
    lock_give(h->lock);
    return counts;
}

/* -- open and close -------------------------------------------------------------------------- */

static bool option_is_sound(const PQconninfoOption *o)
{
    str name = str_of(o->keyword);
    str value = str_of(o->val);
    if (str_is(name, "host") || str_is(name, "dbname"))
        return str_find(value, '@') <= 0;      /* a socket's abstract name begins with one */
    if (!str_is(name, "port"))
        return true;
    for (ptrdiff_t i = 0; i < value.len; i++)
        if ((value.at[i] < '0' || value.at[i] > '9') && value.at[i] != ',')
            return false;
    return true;
}

static bool url_is_sound(const char *url)
{
    PQconninfoOption *all = PQconninfoParse(url, NULL);
    if (!all)
        return false;
    bool sound = true;
    for (const PQconninfoOption *o = all; o->keyword; o++)
        sound = sound && option_is_sound(o);
    PQconninfoFree(all);
    return sound;
}

static struct pool pool_make(struct arena *a, struct pg_home *h, int count, bool writes)
{
    assert(count > 0);
    struct pool p = { .at = new(a, struct pg, count), .count = count };
    for (int i = 0; i < count; i++) {
        p.at[i].db = (struct db){ .driver = &postgres_driver, .home = &h->door };
        p.at[i].home = h;
        p.at[i].writes = writes;
    }
    return p;
}

static struct pg_home *home_make(struct arena *a, const struct db_conf *conf)
{
    assert(conf->wait_ms >= 0 && conf->read_ms >= 0);
    struct pg_home *h = new(a, struct pg_home, 1);
    h->door = (struct db_home){ .driver = &postgres_driver, .home = h };
    h->lock = lock_new(a);
    h->url = cstr(a, str_of(conf->url));
    h->wait_ms = conf->wait_ms;
    h->wait_ms_text = cstr(a, show_int(a, conf->wait_ms));
    h->read_ms_text = cstr(a, show_int(a, conf->read_ms));
    h->readers = pool_make(a, h, conf->readers, false);
    h->writers = pool_make(a, h, conf->writers, true);
    return h;
}

/* Opens the first connection, so that a wrong address or an unfit server shows at once. */
static bool first_call(struct arena *a, struct pg_home *h, str *why)
{
    struct pg *c = &h->writers.at[0];
    struct pg_words said;
    if (!call(c, &said)) {
        *why = join(a, S("Không nối được với PostgreSQL: "), str_of(said.at));
        return false;
    }
    str encoding = str_of(PQparameterStatus(c->conn, "server_encoding"));
    if (PQserverVersion(c->conn) < SERVER_OLDEST)
        *why = S("PostgreSQL này cũ hơn bản 13. Hãy dùng bản 13 trở lên.");
    else if (!str_is(encoding, "UTF8"))
        *why = join(a, S("Cơ sở dữ liệu dùng bảng mã "), encoding,
                    S(", không phải UTF8. Hãy tạo lại với bảng mã UTF8."));
    else
        return true;
    hang_up(c);
    return false;
}

struct db_home *postgres_open(struct arena *a, const struct db_conf *conf, str *why)
{
    if (!url_is_sound(conf->url)) {
        *why = S("Địa chỉ cơ sở dữ liệu không đọc được. Trong mật khẩu, hãy viết các dấu "
                 "@ / : % thành %40 %2F %3A %25.");
        return NULL;
    }
    struct pg_home *h = home_make(a, conf);
    if (!first_call(a, h, why))
        return NULL;
    return &h->door;
}

static void pool_close(const struct pool *p)
{
    for (struct pg *c = p->at; c < p->at + p->count; c++) {
        pg_settle(c);
        hang_up(c);
        free(c->cells);
        c->cells = NULL;
        c->cells_max = 0;
    }
}

void postgres_close(void *home)
{
    struct pg_home *h = home;
    pool_close(&h->readers);
    pool_close(&h->writers);
}
