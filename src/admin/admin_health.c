/* admin_health.c: figures an administrator looks at before calling for help. */
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "admin/admin.h"
#include "admin/admin.sql.h"
#include "base/file.h"
#include "core/core.sql.h"

static instant changed_at(struct arena *a, str path)
{
    struct stat st;
    if (stat(cstr(a, path), &st) != 0)
        return (instant){ 0 };
    return (instant){ (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000 };
}

static void look_at_disk(struct ctx *cx, struct admin_health *h)
{
    struct statvfs v;
    if (statvfs(cstr(cx->a, house()->data_dir), &v) == 0) {
        h->disk_free = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
        h->disk_whole = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
    }
    h->database_bytes = db_engine_of(cx->db) == DB_SQLITE
                            ? file_size(cx->a, join(cx->a, house()->data_dir, S("/saolang.db")))
                            : -1;
}

enum err admin_health(struct ctx *cx, struct admin_health *out)
{
    struct dispatch_counts d = dispatch_counts();
    *out = (struct admin_health){ .requests = d.requests, .db = db_counts(house()->db) };
    for (int e = 0; e < COUNT_OF(d.by_err); e++)
        if (e != OK && e <= ERR_REMOTE && err_http((enum err)e) == 500)
            out->failed += d.by_err[e];
    out->mean_us = d.requests > 0 ? d.micros / d.requests : 0;
    out->checkpoint = changed_at(cx->a, join(cx->a, house()->key_dir, S("/checkpoints.log")));
    look_at_disk(cx, out);
    TRY(account_count(cx, &out->accounts));
    TRY(admin_schema(cx, &out->schema));
    return audit_unsigned_count(cx, &out->unsigned_heads);
}

str admin_bytes(struct arena *a, int64_t n)
{
    static const char *const units[] = { "byte", "KB", "MB", "GB", "TB" };
    int64_t tenths = n * 10;
    int u = 0;
    for (; u < COUNT_OF(units) - 1 && tenths >= 10240; u++)
        tenths /= 1024;
    if (u == 0)
        return join(a, show(a, n), S(" byte"));
    return join(a, show(a, tenths / 10), S(","), show(a, tenths % 10), S(" "), str_of(units[u]));
}
