/* db: the SQL surface: prepared statements in, whole results out. Engines stand behind it.
 *
 * A statement is a static row made by sqlgen; it carries its text for both engines. Arguments and
 * cells are plain values. Results are whole before db_run returns: no cursor escapes.
 *
 * Promises  a read-only connection cannot change anything
 *           what db_write's function changed is durable before db_write returns OK, or not there
 * Never     builds SQL text
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "base/id.h"
#include "base/num.h"
#include "base/when.h"

enum db_kind { DB_NULL, DB_INT, DB_TEXT, DB_BYTES };

struct db_value {
    enum db_kind kind;
    int64_t n;                                 /* DB_INT */
    str s;                                     /* DB_TEXT; DB_BYTES as its bytes */
};

struct db_statement {
    const char *name;                          /* "product_get" */
    const char *sqlite;
    const char *postgres;                      /* $1 … in the order of the arguments */
    int args;
    int columns;                               /* 0 for statements that give no rows */
    const char *const *column_names;           /* what sqlgen believes; the tests compare */
    int *slot;                                 /* number in each connection's cache; set at start */
};

struct db_rows {
    struct db_value *cells;                    /* row by row */
    ptrdiff_t count;
    int columns;
    int64_t changed;                           /* rows touched by INSERT, UPDATE, DELETE */
};

struct db;                                     /* one connection, used by one thread at a time */
struct db_home;                                /* the database: its connections and its writer */

enum db_engine { DB_SQLITE, DB_POSTGRES };

struct db_conf {
    const char *url;                           /* "postgresql://…" or a file's path */
    int readers;                               /* read connections kept open at most */
    int writers;                               /* PostgreSQL: writing connections */
    int64_t wait_ms;                           /* for the writer's queue or a connection: 2000 */
    int64_t read_ms;                           /* a reading statement: 2000 */
    const char *vfs;                           /* SQLite: a test's file layer, or NULL */
};

/* Opens; NULL with a sentence in *why. Starts the writer thread on SQLite. */
struct db_home *db_open(struct arena *a, const struct db_conf *conf, str *why);
void db_close(struct db_home *h);
enum db_engine db_engine(const struct db_home *h);

/* A read-only connection until given back; ERR_BUSY after wait_ms. */
enum err db_lease(struct db_home *h, struct db **out) MUST_USE;
void db_release(struct db_home *h, struct db *c);

/* Runs `fn(arg)` as one durable transaction on a writing connection, which it is given as *c.
 * SQLite: on the writer's thread, in a savepoint of a batch flushed once; PostgreSQL: on this
 * thread, again from the start after a serialisation failure (calling `again` first).
 * What fn returns other than OK undoes its changes and is returned.
 * `a` is the asker's arena: the asker sleeps while the writer uses it. */
struct db_write {
    struct arena *a;
    enum err (*fn)(void *arg, struct db *c);
    void (*again)(void *arg);
    void *arg;
};
enum err db_write(struct db_home *h, const struct db_write *w) MUST_USE;

/* Runs one statement. ERR_CONFLICT for a broken UNIQUE or CHECK, ERR_BUSY for a time limit,
 * ERR_DB otherwise (logged). */
enum err db_run(struct db *c, struct arena *a, const struct db_statement *st,
                const struct db_value *args, struct db_rows *rows) MUST_USE;
/* As db_run, handing each row to `each` without keeping them; for exports and verification. */
enum err db_each(struct db *c, struct arena *a, const struct db_statement *st,
                 const struct db_value *args,
                 enum err (*each)(void *with, const struct db_value *cells), void *with) MUST_USE;
/* Runs a whole script (a migration), statement by statement. */
enum err db_script(struct db *c, struct arena *a, str sql) MUST_USE;
enum db_engine db_engine_of(const struct db *c);
/* The database a connection belongs to: a request that holds a reading connection asks for its
 * writes there. */
struct db_home *db_home_of(const struct db *c);
/* Prepares a statement and compares its columns with what sqlgen believes; a sentence in *why. */
bool db_statement_fits(struct db *c, struct arena *a, const struct db_statement *st, str *why);

struct db_counts {
    int64_t writes;                            /* transactions committed */
    int64_t batches;                           /* flushes */
    int64_t refused;                           /* ERR_BUSY */
    int64_t queue;                             /* waiting now */
};
struct db_counts db_counts(const struct db_home *h);

/* -- values to cells and back; sqlgen's code uses these -------------------------------------- */

struct db_value db_give_int(int64_t n);
struct db_value db_give_int32(int32_t n);
struct db_value db_give_bool(bool b);
struct db_value db_give_str(str s);
struct db_value db_give_bytes(bytes b);
struct db_value db_give_date(date d);          /* ISO text; "" for NO_DATE */
struct db_value db_give_instant(instant t);
struct db_value db_give_vnd(vnd v);

void db_take_int(int64_t *out, const struct db_value *v);
void db_take_int32(int32_t *out, const struct db_value *v);
void db_take_enum(uint32_t *out, const struct db_value *v);
void db_take_bool(bool *out, const struct db_value *v);
void db_take_str(str *out, const struct db_value *v);
void db_take_bytes(bytes *out, const struct db_value *v);
void db_take_date(date *out, const struct db_value *v);
void db_take_instant(instant *out, const struct db_value *v);
void db_take_vnd(vnd *out, const struct db_value *v);

#define DB_ID_GIVE(noun)                                                                     \
    static inline struct db_value db_give_##noun##_id(noun##_id x)                           \
    {                                                                                        \
        return x.id ? db_give_int(x.id) : (struct db_value){ DB_NULL, 0, { NULL, 0 } };      \
    }                                                                                        \
    static inline void db_take_##noun##_id(noun##_id *out, const struct db_value *v)         \
    {                                                                                        \
        db_take_int(&out->id, v);                                                            \
    }
IDS(DB_ID_GIVE)
#undef DB_ID_GIVE

/* An id of zero is NULL: "none". */
#define DB_GIVE_CASE(noun) noun##_id: db_give_##noun##_id,
#define DB_TAKE_CASE(noun) noun##_id *: db_take_##noun##_id,
#define DB_GIVE(x)                                                                           \
    _Generic((x), IDS(DB_GIVE_CASE) int64_t: db_give_int, int32_t: db_give_int32,            \
             uint32_t: db_give_int, bool: db_give_bool, str: db_give_str,                    \
             bytes: db_give_bytes, date: db_give_date, instant: db_give_instant,             \
             vnd: db_give_vnd)(x)
#define DB_TAKE(out, v)                                                                      \
    _Generic((out), IDS(DB_TAKE_CASE) int64_t *: db_take_int, int32_t *: db_take_int32,      \
             uint32_t *: db_take_enum,                                                       \
             bool *: db_take_bool, str *: db_take_str, bytes *: db_take_bytes,               \
             date *: db_take_date, instant *: db_take_instant, vnd *: db_take_vnd)((out), (v))

#endif
