/* db_sqlite.c: SQLite behind db.h: connections, cached statements, rows.
 *
 * WAL and synchronous=FULL for the writer; readers are opened read-only, so a GET cannot change
 * anything. Statements are cached per connection by slot and reset after use, never kept stepping.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/out.h"
#include "db/sqlite_in.h"

static const struct db_driver sqlite_driver;

int sqlite_exec(struct sqlite *c, const char *sql)
{
    return sqlite3_exec(c->handle, sql, NULL, NULL, NULL);
}

/* SQLite calls this every few thousand steps; a reading statement beyond its time is stopped. */
static int over_time(void *connection)
{
    const struct sqlite *c = connection;
    return c->deadline_ms != 0 && thread_clock_ms() > c->deadline_ms;
}

static bool set_up(struct sqlite *c)
{
    sqlite3_extended_result_codes(c->handle, 1);
    sqlite3_busy_timeout(c->handle, 5000);     /* a command line beside the server also writes */
    /* A LIKE over a bound pattern would be prepared anew at each change of the pattern. */
    sqlite3_db_config(c->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    if (sqlite_exec(c, "PRAGMA foreign_keys=ON;"
                       "PRAGMA cache_size=-1000; PRAGMA temp_store=MEMORY;") != SQLITE_OK)
        return false;
    if (!c->writes) {
        sqlite3_progress_handler(c->handle, 4000, over_time, c);
        return sqlite_exec(c, "PRAGMA query_only=ON") == SQLITE_OK;
    }
    return sqlite_exec(c, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                          "PRAGMA wal_autocheckpoint=1000; PRAGMA cache_size=-16000;") == SQLITE_OK;
}

struct sqlite *sqlite_connect(struct sqlite_home *h, bool writes, str *why)
{
    struct sqlite *c = calloc(1, sizeof *c);
    assert(c);
    c->db = (struct db){ .driver = &sqlite_driver, .home = &h->home };
    c->writes = writes;
    c->read_ms = h->conf.read_ms;
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int rc = sqlite3_open_v2(h->conf.url, &c->handle, flags | SQLITE_OPEN_NOMUTEX, h->conf.vfs);
    if (rc == SQLITE_OK && set_up(c))
        return c;
    *why = str_copy(h->a, str_of(c->handle ? sqlite3_errmsg(c->handle) : "no memory"));
    sqlite_disconnect(c);
    return NULL;
}

void sqlite_disconnect(struct sqlite *c)
{
    for (int i = 0; i < DB_SLOTS_MAX; i++)
        sqlite3_finalize(c->cache[i]);
    sqlite3_close_v2(c->handle);
    free(c);
}

static enum err trouble(struct sqlite *c, const char *statement)
{
    int rc = sqlite3_extended_errcode(c->handle);
    switch (rc & 0xFF) {
    case SQLITE_CONSTRAINT:
        log_info("db.constraint", "statement=%s what=\"%s\"", statement, sqlite3_errmsg(c->handle));
        return ERR_CONFLICT;
    case SQLITE_INTERRUPT:
    case SQLITE_BUSY:
        log_warn("db.busy", "statement=%s rc=%d", statement, rc);
        return ERR_BUSY;
    default:
        log_error("db.trouble", "statement=%s rc=%d what=\"%s\"", statement, rc,
                  sqlite3_errmsg(c->handle));
        return ERR_DB;
    }
}

/* Bytes of an INSERT that ends in "RETURNING id" without that end, or -1. SQLite keeps a journal of
 * its own for a RETURNING; the id of the row it has just inserted costs nothing. */
static int without_returning(const struct db_statement *st)
{
    str end = S("RETURNING id"), text = str_trim(str_of(st->sqlite));
    bool plain = st->columns == 1 && str_starts(text, S("INSERT")) && str_ends(text, end)
                 && !str_contains(text, S("ON CONFLICT"));
    return plain ? (int)(text.at + text.len - end.len - st->sqlite) : -1;
}

static sqlite3_stmt *prepared(struct sqlite *c, const struct db_statement *st)
{
    sqlite3_stmt **held = &c->cache[db_slot(st)];
    if (!*held
        && sqlite3_prepare_v3(c->handle, st->sqlite, without_returning(st),
                              SQLITE_PREPARE_PERSISTENT, held, NULL)
               != SQLITE_OK)
        return NULL;
    return *held;
}

static int bind_one(sqlite3_stmt *q, int i, const struct db_value *v)
{
    const char *at = v->s.at ? v->s.at : "";
    switch (v->kind) {
    case DB_NULL:
        return sqlite3_bind_null(q, i);
    case DB_INT:
        return sqlite3_bind_int64(q, i, v->n);
    case DB_TEXT:
        return sqlite3_bind_text64(q, i, at, (sqlite3_uint64)v->s.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BYTES:
        return sqlite3_bind_blob64(q, i, at, (sqlite3_uint64)v->s.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static bool bind_all(sqlite3_stmt *q, const struct db_statement *st, const struct db_value *args)
{
    for (int i = 0; i < st->args; i++)
        if (bind_one(q, i + 1, &args[i]) != SQLITE_OK)
            return false;
    return true;
}

static struct db_value cell(struct arena *a, sqlite3_stmt *q, int column)
{
    struct db_value v = { .kind = DB_NULL };
    const void *at;
    ptrdiff_t n;
    switch (sqlite3_column_type(q, column)) {
    case SQLITE_INTEGER:
        v.kind = DB_INT;
        v.n = sqlite3_column_int64(q, column);
        break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
        v.kind = sqlite3_column_type(q, column) == SQLITE_TEXT ? DB_TEXT : DB_BYTES;
        at = v.kind == DB_TEXT ? sqlite3_column_text(q, column) : sqlite3_column_blob(q, column);
        n = sqlite3_column_bytes(q, column);
        v.s = (str){ new(a, char, n + 1), n };
        if (n > 0)
            memcpy((char *)(uintptr_t)v.s.at, at, (size_t)n);
        break;
    default:
        break;
    }
    return v;
}

/* The one row of an INSERT … RETURNING id. */
static void add_inserted(struct arena *a, struct db_rows *rows, int64_t id)
{
    rows->columns = 1;
    rows->count = 1;
    rows->cells = new(a, struct db_value, 1);
    rows->cells[0] = db_give_int(id);
}

/* Rows come one after another; the array doubles in the arena. */
static void add_row(struct arena *a, struct db_rows *rows, ptrdiff_t *room, sqlite3_stmt *q)
{
    if (rows->count == *room) {
        *room = *room > 0 ? *room * 2 : 8;
        struct db_value *cells = new(a, struct db_value, *room * rows->columns);
        if (rows->count > 0)
            memcpy(cells, rows->cells,
                   (size_t)(rows->count * rows->columns) * sizeof *cells);
        rows->cells = cells;
    }
    for (int i = 0; i < rows->columns; i++)
        rows->cells[rows->count * rows->columns + i] = cell(a, q, i);
    rows->count++;
}

static void rest(struct sqlite *c, sqlite3_stmt *q)
{
    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    c->stepping--;
}

void sqlite_settle(struct sqlite *c)
{
    for (int i = 0; c->stepping > 0 && i < DB_SLOTS_MAX; i++)
        if (c->cache[i]) {
            sqlite3_reset(c->cache[i]);
            sqlite3_clear_bindings(c->cache[i]);
        }
    c->stepping = 0;
}

static enum err begin(struct sqlite *c, const struct db_statement *st,
                      const struct db_value *args, sqlite3_stmt **q)
{
    *q = prepared(c, st);
    if (!*q)
        return trouble(c, st->name);
    c->stepping++;
    if (!bind_all(*q, st, args)) {
        rest(c, *q);
        return trouble(c, st->name);
    }
    c->deadline_ms = c->writes ? 0 : thread_clock_ms() + c->read_ms;
    return OK;
}

static enum err run(struct db *db, struct arena *a, const struct db_statement *st,
                    const struct db_value *args, struct db_rows *rows)
{
    struct sqlite *c = (struct sqlite *)db;
    sqlite3_stmt *q;
    TRY(begin(c, st, args, &q));
    *rows = (struct db_rows){ .columns = sqlite3_column_count(q) };
    ptrdiff_t room = 0;
    int rc;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW)
        add_row(a, rows, &room, q);
    enum err e = rc == SQLITE_DONE ? OK : trouble(c, st->name);
    rows->changed = sqlite3_changes64(c->handle);
    if (e == OK && st->columns == 1 && rows->columns == 0)
        add_inserted(a, rows, sqlite3_last_insert_rowid(c->handle));
    rest(c, q);
    return e;
}

static enum err each_row(struct db *db, struct arena *a, const struct db_statement *st,
                         const struct db_value *args,
                         enum err (*each)(void *with, const struct db_value *cells), void *with)
{
    struct sqlite *c = (struct sqlite *)db;
    sqlite3_stmt *q;
    TRY(begin(c, st, args, &q));
    c->deadline_ms = 0;
    int columns = sqlite3_column_count(q);
    enum err e = OK;
    int rc = SQLITE_DONE;
    while (e == OK && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        struct arena_mark mark = arena_mark(a);
        struct db_value *cells = new(a, struct db_value, columns);
        for (int i = 0; i < columns; i++)
            cells[i] = cell(a, q, i);
        e = each(with, cells);
        arena_rewind(a, mark);
    }
    if (e == OK && rc != SQLITE_DONE)
        e = trouble(c, st->name);
    rest(c, q);
    return e;
}

static enum err script(struct db *db, struct arena *a, str sql)
{
    struct sqlite *c = (struct sqlite *)db;
    c->deadline_ms = 0;
    if (sqlite_exec(c, cstr(a, sql)) != SQLITE_OK)
        return trouble(c, "script");
    return OK;
}

static bool columns_fit(sqlite3_stmt *q, struct arena *a, const struct db_statement *st, str *why)
{
    int columns = sqlite3_column_count(q);
    if (columns != st->columns || sqlite3_bind_parameter_count(q) != st->args) {
        *why = join(a, str_of(st->name), S(": "), show(a, (int32_t)columns), S(" columns, "),
                    show(a, (int32_t)sqlite3_bind_parameter_count(q)), S(" parameters"));
        return false;
    }
    for (int i = 0; i < columns; i++)
        if (!str_is(str_of(sqlite3_column_name(q, i)), st->column_names[i])) {
            *why = join(a, str_of(st->name), S(": column "), str_of(st->column_names[i]));
            return false;
        }
    return true;
}

static bool fits(struct db *db, struct arena *a, const struct db_statement *st, str *why)
{
    struct sqlite *c = (struct sqlite *)db;
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(c->handle, st->sqlite, -1, &q, NULL) != SQLITE_OK) {
        *why = join(a, str_of(st->name), S(": "), str_copy(a, str_of(sqlite3_errmsg(c->handle))));
        return false;
    }
    bool good = columns_fit(q, a, st, why);
    sqlite3_finalize(q);
    return good;
}

static enum err lease(void *home, struct db **out)
{
    struct sqlite_home *h = home;
    int64_t deadline = thread_clock_ms() + h->conf.wait_ms;
    enum err e = OK;
    str why = S("");
    lock_take(h->lock);
    while (!h->free_list && h->opened >= h->conf.readers && e == OK)
        if (!lock_wait_until(h->lock, deadline) && !h->free_list)
            e = ERR_BUSY;
    struct sqlite *c = e == OK ? h->free_list : NULL;
    if (c)
        h->free_list = c->next_free;
    else if (e == OK && (c = sqlite_connect(h, false, &why)) != NULL)
        h->opened++;
    else if (e == OK)
        e = ERR_DB;
    lock_give(h->lock);
    if (e == ERR_DB)
        log_error("db.open", "what=\"%s\"", cstr(h->a, why));
    *out = c ? &c->db : NULL;
    return e;
}

static void release(void *home, struct db *db)
{
    struct sqlite_home *h = home;
    struct sqlite *c = (struct sqlite *)db;
    sqlite_settle(c);
    lock_take(h->lock);
    c->next_free = h->free_list;
    h->free_list = c;
    lock_wake(h->lock);
    lock_give(h->lock);
}

static enum err write_one(void *home, const struct db_write *w)
{
    struct sqlite_home *h = home;
    return writer_ask(h->writer, w);
}

static struct db_counts counts(void *home)
{
    struct sqlite_home *h = home;
    return writer_counts(h->writer);
}

static void close_all(void *home)
{
    struct sqlite_home *h = home;
    writer_stop(h->writer);
    while (h->free_list) {
        struct sqlite *c = h->free_list;
        h->free_list = c->next_free;
        sqlite_disconnect(c);
    }
    sqlite_disconnect(h->writing);
}

static const struct db_driver sqlite_driver = {
    .engine = DB_SQLITE,
    .lease = lease,
    .release = release,
    .write = write_one,
    .run = run,
    .each = each_row,
    .script = script,
    .fits = fits,
    .counts = counts,
    .close = close_all,
};

struct db_home *sqlite_open(struct arena *a, const struct db_conf *conf, str *why)
{
    struct sqlite_home *h = new(a, struct sqlite_home, 1);
    h->a = a;
    h->conf = *conf;
    h->conf.url = cstr(a, str_of(conf->url));
    h->home = (struct db_home){ .driver = &sqlite_driver, .home = h };
    h->lock = lock_new(a);
    h->writing = sqlite_connect(h, true, why);
    if (!h->writing)
        return NULL;
    h->writer = writer_start(h);
    return &h->home;
}
