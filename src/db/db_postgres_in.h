/* db_postgres_in: what the parts of the PostgreSQL engine share with each other and nobody else.
 * db_postgres_pool.c keeps the connections, db_postgres.c runs statements, db_postgres_write.c
 * runs writes.
 *
 * Whatever jumps out of a statement (arena_give_up) leaves its result in the connection; the next
 * pg_settle clears it. So no result is ever tied to an arena.
 */
#ifndef DB_DB_POSTGRES_IN_H
#define DB_DB_POSTGRES_IN_H

#include <libpq-fe.h>

#include "db/db_in.h"

struct pg_home;

/* One connection; used by whoever has leased it. */
struct pg {
    struct db db;                              /* first: a struct db * is a struct pg * */
    struct pg_home *home;
    PGconn *conn;                              /* NULL until first leased, and after it broke */
    PGresult *result;                          /* being read just now */
    struct db_value *cells;                    /* one row of an `each`, malloc'd, grows */
    int cells_max;
    enum err error;                            /* the first failure of this write, or OK */
    bool leased;                               /* guarded by the home's lock */
    bool writes;                               /* false: its transactions are read-only */
    bool broken;                               /* to be opened anew before it is used again */
    bool streaming;                            /* an `each` has not been read to its end */
    bool clashed;                              /* this write met another: run it again */
    bool prepared[DB_SLOTS_MAX];
};

/* A message of the server or of libpq as one line without double quotes. */
struct pg_words {
    char at[240];
};
struct pg_words pg_words_of(const char *message);

/* -- db_postgres.c --------------------------------------------------------------------------- */

extern const struct db_driver postgres_driver;

/* True for a result that is not a failure. */
bool pg_done(const PGresult *r);
/* Logs a failure once and says what it means; remembers what it does to the connection (broken)
 * and to a write (clashed, error). `r` is NULL when the request could not even be sent. */
enum err pg_failed(struct pg *c, const PGresult *r, const char *statement);

/* -- db_postgres_write.c --------------------------------------------------------------------- */

enum err postgres_write(void *home, const struct db_write *w) MUST_USE;

/* -- db_postgres_pool.c ---------------------------------------------------------------------- */

/* Leases a connection of its kind, opened and whole. ERR_BUSY after wait_ms, ERR_DB when the
 * server cannot be reached (logged). */
enum err pg_lease(struct pg_home *h, bool writes, struct pg **out) MUST_USE;
void pg_release(struct pg *c);
/* Opens the connection anew when it is not open, broken, or was closed by the server while idle;
 * false when that fails (logged). Forgets what was prepared on the old one. */
bool pg_ready(struct pg *c) MUST_USE;
/* Begins an `each`: lifts the reader's time limit, which is meant for pages. */
bool pg_stream(struct pg *c) MUST_USE;
/* Clears the result being read, reads an unfinished `each` to its end, sets the limit again. */
void pg_settle(struct pg *c);

/* Stands before each try of a write; see "Meeting" in db_postgres_write.c. `alone` keeps new
 * writes of this program out until pg_turn_give. False when wait_ms passed. */
bool pg_turn_take(struct pg_home *h, bool alone) MUST_USE;
void pg_turn_give(struct pg_home *h, bool alone);

void pg_count_write(struct pg_home *h);
void pg_count_refused(struct pg_home *h);

enum err postgres_lease(void *home, struct db **out) MUST_USE;
void postgres_release(void *home, struct db *c);
struct db_counts postgres_counts(void *home);
void postgres_close(void *home);

#endif
