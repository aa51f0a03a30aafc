/* backup.c: copying SQLite through its own backup interface. One step takes all pages, so the copy
 * is one moment of the database however busy the writer is. The copy leaves WAL mode, so that it is
 * one file. */
#include "db/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "db/sqlite_in.h"

str db_copy_name(enum db_engine engine)
{
    return engine == DB_SQLITE ? S("saolang.db") : S("saolang.pgdump");
}

static void shut(void *handle)
{
    sqlite3_close_v2(handle);
}

static enum err trouble(struct arena *a, sqlite3 *at, const char *what, str *why)
{
    log_error("backup.sqlite", "what=%s rc=%d text=\"%s\"", what, sqlite3_extended_errcode(at),
              sqlite3_errmsg(at));
    *why =
        join(a, S("Không sao chép được cơ sở dữ liệu ("), str_copy(a, str_of(sqlite3_errmsg(at))),
             S("). Hãy kiểm tra ổ đĩa còn chỗ và quyền ghi."));
    return ERR_DB;
}

/* The handle is closed when the arena is rewound to before this call. */
static enum err open_copy(struct arena *a, str path, sqlite3 **out, str *why)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(cstr(a, path), out, flags, NULL);
    arena_undo(a, shut, *out);
    return rc == SQLITE_OK ? OK : trouble(a, *out, "open", why);
}

static enum err copy_pages(struct arena *a, struct sqlite *from, sqlite3 *to, str *why)
{
    from->deadline_ms = 0;
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->handle, "main");
    if (!b)
        return trouble(a, to, "begin", why);
    int rc = sqlite3_backup_step(b, -1);
    int end = sqlite3_backup_finish(b);
    bool whole = rc == SQLITE_DONE && end == SQLITE_OK
                 && sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) == SQLITE_OK;
    return whole ? OK : trouble(a, to, "pages", why);
}

static enum err make_file(struct arena *a, str path, str *why)
{
    int fd = open(cstr(a, path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        *why =
            join(a, S("Không tạo được tệp “"), path, S("”. Hãy kiểm tra quyền ghi của thư mục."));
        return ERR_IO;
    }
    close(fd);
    return OK;
}

static enum err sqlite_copy(struct db_home *h, struct arena *a, str path, str *why)
{
    struct db *c;
    sqlite3 *to;
    TRY(make_file(a, path, why));
    TRY(open_copy(a, path, &to, why));
    TRY(db_lease(h, &c));
    enum err e = copy_pages(a, (struct sqlite *)c, to, why);
    db_release(h, c);
    return e;
}

static int see_verdict(void *with, int columns, char **values, char **names)
{
    (void)names;
    bool *whole = with;
    *whole = columns == 1 && str_is(str_of(values[0]), "ok");
    return 0;
}

static enum err sqlite_copy_check(struct arena *a, str path, str *why)
{
    sqlite3 *at;
    bool whole = false;
    TRY(open_copy(a, path, &at, why));
    if (sqlite3_exec(at, "PRAGMA integrity_check(1)", see_verdict, &whole, NULL) == SQLITE_OK
        && whole)
        return OK;
    log_error("backup.check", "rc=%d", sqlite3_extended_errcode(at));
    *why = S("Bản chép của cơ sở dữ liệu không nguyên vẹn. Hãy kiểm tra ổ đĩa rồi làm lại.");
    return ERR_DB;
}

/* Runs fn, then closes whatever it opened. A sentence is carried over the rewind. */
enum { SENTENCE_MAX = 600 };

static enum err rewound(struct arena *a, struct arena_mark mark, enum err e, str *why)
{
    char kept[SENTENCE_MAX];
    str text = str_sub(*why, 0, SENTENCE_MAX);
    for (ptrdiff_t i = 0; i < text.len; i++)
        kept[i] = text.at[i];
    arena_rewind(a, mark);
    *why = e == OK ? S("") : str_copy(a, (str){ kept, text.len });
    return e;
}

enum err db_copy_check(struct arena *a, enum db_engine engine, str path, str *why)
{
    struct arena_mark mark = arena_mark(a);
    enum err e = engine == DB_SQLITE ? sqlite_copy_check(a, path, why)
                                     : postgres_copy_check(a, path, why);
    return rewound(a, mark, e, why);
}

enum err db_copy(struct db_home *h, struct arena *a, const char *url, str path, str *why)
{
    struct arena_mark mark = arena_mark(a);
    enum err e = db_engine(h) == DB_SQLITE ? sqlite_copy(h, a, path, why) : make_file(a, path, why);
    if (e == OK && db_engine(h) == DB_POSTGRES)
        e = postgres_copy(a, url, path, why);
    TRY(rewound(a, mark, e, why));
    return db_copy_check(a, db_engine(h), path, why);
}
