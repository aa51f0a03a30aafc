/* archive: a whole house in one file, and back.
 *
 *   manifest.json                     version, schema, province, moment, engine
 *   saolang.db | saolang.pgdump       the database as it stood at one moment
 *   blob/ab/cd/<sha-256>              every file, under the name of its content
 *   keys/…                            secret keys, and the signed checkpoints as they stood before
 *   SHA256SUMS                        of every member above, as sha256sum prints them
 *
 * It holds the secret keys and personal data: mode 0600, and to be kept like the server itself.
 * What begins after the database was copied does not matter; every file a row refers to is there.
 */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "core/core.h"

struct archive_report {
    int64_t files;                             /* blobs */
    int64_t bytes;                             /* of the archive */
};

struct archive_manifest {
    int64_t schema;                            /* last step of the schema */
    str program;                               /* version that wrote it */
    str province;
    str made_at;
    enum db_engine engine;
};

/* Writes the open house to `file` by way of file.part. The server may run meanwhile. A sentence in
 * *why when it cannot. */
enum err archive_make(struct ctx *cx, str file, int64_t schema, struct archive_report *out,
                      str *why) MUST_USE;
/* Unpacks into `dir`, a new folder of mode 0700, checking every sum; a database of PostgreSQL goes
 * to db_url. On failure the folder is removed again; what has gone into PostgreSQL stays there.
 * ERR_STATE   newer than this program; made for the other engine; the database is not empty
 * ERR_INPUT   not an archive of ours, damaged, or cut off */
struct archive_target {
    str file;
    str dir;
    const char *db_url;                        /* "" = SQLite in the folder */
    int64_t schema_most;                       /* what this program knows */
};
enum err archive_read(struct arena *a, const struct archive_target *t, struct archive_manifest *out,
                      str *why) MUST_USE;

/* True when there is no such path, or an empty folder. */
bool folder_vacant(struct arena *a, str path);
/* Removes a folder this program has made, with all that lies in it. */
void folder_remove(struct arena *a, str path);

#endif
