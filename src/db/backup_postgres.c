/* backup_postgres.c: pg_dump and pg_restore. No shell: each argument is one argument. */
#include <errno.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/out.h"
#include "db/backup.h"

enum { ENVIRONMENT_MAX = 1024, CONNINFO_MAX = 16 << 10 };

/* Where the database lies, without its password, and the environment that holds it. */
struct target {
    char *conninfo;
    char **environment;
};

static void free_options(void *options)
{
    PQconninfoFree(options);
}

static void put_quoted(struct out *o, str value)
{
    for (ptrdiff_t i = 0; i < value.len; i++) {
        if (value.at[i] == '\'' || value.at[i] == '\\')
            put_char(o, '\\');
        put_char(o, value.at[i]);
    }
}

static void add_password(struct arena *a, struct target *t, const char *password)
{
    int n = 0;
    while (environ[n] && n < ENVIRONMENT_MAX)
        n++;
    t->environment = new(a, char *, n + 2);
    for (int i = 0; i < n; i++)
        t->environment[i] = environ[i];
    t->environment[n] = cstr(a, join(a, S("PGPASSWORD="), str_of(password)));
}

static enum err target_of(struct arena *a, const char *url, struct target *t, str *why)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    if (!options) {
        *why = S("Địa chỉ cơ sở dữ liệu (--db) không đúng dạng postgresql://…");
        return ERR_INPUT;
    }
    arena_undo(a, free_options, options);
    struct out *o = out_new(a, .max_bytes = CONNINFO_MAX);
    t->environment = environ;
    for (const PQconninfoOption *k = options; k->keyword; k++) {
        if (!k->val)
            continue;
        if (str_is(str_of(k->keyword), "password")) {
            add_password(a, t, k->val);
            continue;
        }
        put(o, join(a, str_of(k->keyword), S("='")));
        put_quoted(o, str_of(k->val));
        put(o, S("' "));
    }
    t->conninfo = cstr(a, out_str(o));
    return OK;
}

static enum err run_program(struct arena *a, char *const *argv, char **environment, str *why)
{
    pid_t child;
    int status = 0;
    int rc = posix_spawnp(&child, argv[0], NULL, NULL, argv, environment);
    if (rc == 0)
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
    bool missing = rc == ENOENT || (rc == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127);
    if (rc == 0 && !missing && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    log_error("backup.program", "name=%s errno=%d status=%d", argv[0], rc, status);
    if (missing)
        *why = join(a, S("Máy này không có chương trình "), str_of(argv[0]),
                    S(". Hãy cài gói postgresql-client rồi chạy lại."));
    else
        *why = join(a, S("Chương trình "), str_of(argv[0]),
                    S(" không làm xong; lời báo của nó ở phía trên."));
    return ERR_REMOTE;
}

static void put_arguments(struct arena *a, char **argv, const str *words, int count)
{
    for (int i = 0; i < count; i++)
        argv[i] = cstr(a, words[i]);
}

enum err postgres_copy(struct arena *a, const char *url, str path, str *why)
{
    struct target t;
    TRY(target_of(a, url, &t, why));
    const str words[] = { S("pg_dump"), S("--format=custom"), S("--no-owner"), S("--no-privileges"),
                          S("--no-password"), join(a, S("--file="), path),
                          join(a, S("--dbname="), str_of(t.conninfo)) };
    char *argv[COUNT_OF(words) + 1] = { NULL };
    put_arguments(a, argv, words, COUNT_OF(words));
    return run_program(a, argv, t.environment, why);
}

/* Turning the whole copy into statements reads all of it. */
enum err postgres_copy_check(struct arena *a, str path, str *why)
{
    const str words[] = { S("pg_restore"), S("--file=/dev/null"), path };
    char *argv[COUNT_OF(words) + 1] = { NULL };
    put_arguments(a, argv, words, COUNT_OF(words));
    return run_program(a, argv, environ, why);
}

static void hang_up(void *conn)
{
    PQfinish(conn);
}

static void clear(void *result)
{
    PQclear(result);
}

static enum err must_be_empty(struct arena *a, const char *url, str *why)
{
    PGconn *c = PQconnectdb(url);
    arena_undo(a, hang_up, c);
    PGresult *r =
        PQexec(c, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1");
    arena_undo(a, clear, r);
    if (PQresultStatus(r) != PGRES_TUPLES_OK) {
        *why = S("Không kết nối được PostgreSQL. Hãy kiểm tra --db.");
        return ERR_DB;
    }
    if (PQntuples(r) == 0)
        return OK;
    *why = S("Cơ sở dữ liệu PostgreSQL không trống. Hãy tạo một cơ sở dữ liệu mới rồi chạy lại.");
    return ERR_STATE;
}

enum err db_refill(struct arena *a, const char *url, str path, str *why)
{
    struct target t;
    TRY(must_be_empty(a, url, why));
    TRY(target_of(a, url, &t, why));
    const str words[] = { S("pg_restore"), S("--exit-on-error"), S("--single-transaction"),
                          S("--no-owner"), S("--no-privileges"), S("--no-password"),
                          join(a, S("--dbname="), str_of(t.conninfo)), path };
    char *argv[COUNT_OF(words) + 1] = { NULL };
    put_arguments(a, argv, words, COUNT_OF(words));
    return run_program(a, argv, t.environment, why);
}
