/* backup: a copy of the database while it is in use, and its way back.
 *
 * SQLite copies itself, page by page in one reading transaction, and the copy is checked. For
 * PostgreSQL its own programs do it: pg_dump and pg_restore, started without a shell, the password
 * handed over in the environment, never on the command line.
 */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "db/db.h"

/* Name of a copy in an archive: "saolang.db" or "saolang.pgdump". */
str db_copy_name(enum db_engine engine);
/* Copies the database to `path`, a new file of mode 0600. `url` is where it lies. Writers go on
 * meanwhile. What was written is flushed. ERR_IO, ERR_DB or ERR_REMOTE with a sentence in *why. */
enum err db_copy(struct db_home *h, struct arena *a, const char *url, str path, str *why) MUST_USE;
/* Is the copy whole? Reads all of it. */
enum err db_copy_check(struct arena *a, enum db_engine engine, str path, str *why) MUST_USE;
/* Fills an empty PostgreSQL database from a copy, all or nothing.
 * ERR_STATE   the database is not empty */
enum err db_refill(struct arena *a, const char *url, str path, str *why) MUST_USE;

/* -- backup_postgres.c, for backup.c alone ----------------------------------------------------- */

enum err postgres_copy(struct arena *a, const char *url, str path, str *why) MUST_USE;
enum err postgres_copy_check(struct arena *a, str path, str *why) MUST_USE;

#endif
