/* db_in: what the engines share with each other and nobody else. */
#ifndef DB_DB_IN_H
#define DB_DB_IN_H

#include "db/db.h"

/* One engine. Every function answers as its namesake in db.h says. */
struct db_driver {
    enum db_engine engine;
    enum err (*lease)(void *home, struct db **out);
    void (*release)(void *home, struct db *c);
    enum err (*write)(void *home, const struct db_write *w);
    enum err (*run)(struct db *c, struct arena *a, const struct db_statement *st,
                    const struct db_value *args, struct db_rows *rows);
    enum err (*each)(struct db *c, struct arena *a, const struct db_statement *st,
                     const struct db_value *args,
                     enum err (*each)(void *with, const struct db_value *cells), void *with);
    enum err (*script)(struct db *c, struct arena *a, str sql);
    bool (*fits)(struct db *c, struct arena *a, const struct db_statement *st, str *why);
    struct db_counts (*counts)(void *home);
    void (*close)(void *home);
};

/* Every connection begins with this. */
struct db {
    const struct db_driver *driver;
    struct db_home *home;                      /* set by the engine when it connects */
};

struct db_home {
    const struct db_driver *driver;
    void *home;                                /* the engine's own */
};

/* Each engine's door: a struct db_home of its own, or NULL with a sentence in *why. */
struct db_home *sqlite_open(struct arena *a, const struct db_conf *conf, str *why);
struct db_home *postgres_open(struct arena *a, const struct db_conf *conf, str *why);

/* How many statements exist; slots are 0 .. db_slots() - 1, dealt when first used. */
int db_slot(const struct db_statement *st);
enum { DB_SLOTS_MAX = 1024 };

#endif
