/* sqlite_in: shared by db_sqlite.c (connections, statements) and writer.c (the one writer). */
#ifndef DB_SQLITE_IN_H
#define DB_SQLITE_IN_H

#include <sqlite3.h>

#include "base/thread.h"
#include "db/db_in.h"

struct sqlite {
    struct db db;                              /* first: a struct sqlite is a struct db */
    sqlite3 *handle;
    sqlite3_stmt *cache[DB_SLOTS_MAX];
    int64_t read_ms;
    int64_t deadline_ms;                       /* of the running statement; 0 = none */
    bool writes;
    int stepping;                              /* statements begun and not yet put to rest */
    struct sqlite *next_free;
};

struct sqlite_home {
    struct db_home home;
    struct arena *a;
    struct db_conf conf;
    struct lock *lock;                         /* guards the free list */
    struct sqlite *free_list;
    int opened;
    struct sqlite *writing;                    /* the writer's own connection */
    struct writer *writer;
};

/* Opens one connection with our pragmas; NULL with the library's sentence in *why. */
struct sqlite *sqlite_connect(struct sqlite_home *h, bool writes, str *why);
void sqlite_disconnect(struct sqlite *c);
/* Resets what a jump out of the arena left half-way. */
void sqlite_settle(struct sqlite *c);
/* BEGIN, COMMIT, SAVEPOINT …: a fixed text without results; SQLite's result code. */
int sqlite_exec(struct sqlite *c, const char *sql);

struct writer *writer_start(struct sqlite_home *h);
enum err writer_ask(struct writer *w, const struct db_write *ask);
void writer_stop(struct writer *w);
struct db_counts writer_counts(struct writer *w);

#endif
