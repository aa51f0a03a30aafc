/* migrate: the schema in numbered steps, forward only, never edited once released.
 *
 * One set of type words serves both engines: ID, INT, TEXT, BYTES. A step's checksum is kept; a
 * database whose steps differ from the program's, or which is newer than the program, is refused.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

struct migration {
    int number;
    const char *name;                          /* "0001_core.sql" */
    str sql;
};

struct migrate_state {
    int have;                                  /* last step the database has; 0 = empty */
    int want;                                  /* last step the program knows */
};

/* Compares; ERR_STATE with a sentence in *why when the database is newer or a step differs. */
enum err migrate_look(struct db_home *h, struct arena *a, const struct migration *steps,
                      int count, struct migrate_state *out, str *why) MUST_USE;
/* Runs the missing steps, each in its own transaction. */
enum err migrate_up(struct db_home *h, struct arena *a, const struct migration *steps, int count,
                    instant now, str *why) MUST_USE;
/* A step's text for one engine; for tests and people who want to see it. */
str migrate_text(struct arena *a, str sql, enum db_engine engine);

#endif
