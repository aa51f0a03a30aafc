/* cli_backup.c: saolang backup FILE, saolang restore FILE DIR. */
#include "app/cli.h"
#include "app/cli_report.h"
#include "base/conf.h"
#include "base/file.h"
#include "db/migrate.h"

static int64_t schema_known(struct arena *a)
{
    struct migration *steps;
    return house_migrations(a, &steps);
}

/* -- backup ------------------------------------------------------------------------------------ */

static void say_backup(const struct verb_call *call, str file, const struct archive_report *r)
{
    if (!call->json) {
        say(join(call->a, S("Đã sao lưu vào “"), file, S("”: "), show(call->a, r->files),
                 S(" tệp trong kho, "), show(call->a, r->bytes),
                 S(" byte.\nBản sao chứa khóa bí mật và dữ liệu cá nhân: hãy cất như cất máy chủ.\n")));
        return;
    }
    struct json_out w = { .o = out_new(call->a, .max_bytes = 8 << 10) };
    json_open(&w);
    json_pair_str(&w, "file", file);
    json_pair_int(&w, "files", r->files);
    json_pair_int(&w, "bytes", r->bytes);
    json_close(&w);
    say(join(call->a, out_str(w.o), S("\n")));
}

int verb_backup(const struct verb_call *call)
{
    if (!verb_word(call, 0)) {
        complain(S("Cách dùng: saolang backup FILE"));
        return 2;
    }
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    str file = str_of(verb_word(call, 0)), why;
    struct archive_report report;
    enum err e = archive_make(cx, file, schema_known(call->a), &report, &why);
    if (e == OK)
        say_backup(call, file, &report);
    else
        complain(why);
    ctx_end(cx);
    house_close();
    return err_exit(e);
}

/* -- restore ----------------------------------------------------------------------------------- */

struct restoring {
    const struct verb_call *call;
    struct archive_target target;              /* dir is "<DIR>.part" */
    struct archive_manifest manifest;
    struct audit_report audit;
    bool verified;
    str dir;
    str why;
};

/* Opens what was unpacked and reads all of it. An older schema cannot be read before it is
 * migrated: that is told, and not done here. */
static enum err verify(struct restoring *r)
{
    struct arena *a = r->call->a;
    if (r->manifest.schema < r->target.schema_most)
        return OK;
    struct house_conf hc = { .data_dir = cstr(a, r->target.dir), .db_url = conf()->db };
    struct ctx *cx;
    TRY(house_open(a, &hc, &r->why));
    enum err e = ctx_begin(a, &ANYONE, &cx);
    if (e == OK) {
        e = audit_verify(cx, &r->audit);
        ctx_end(cx);
    }
    house_close();
    r->verified = e == OK;
    return e;
}

static enum err restore(struct restoring *r)
{
    struct arena *a = r->call->a;
    if (!folder_vacant(a, r->dir)) {
        r->why = join(a, S("Thư mục “"), r->dir, S("” đã có dữ liệu. Hãy chọn một thư mục mới."));
        return ERR_STATE;
    }
    TRY(archive_read(a, &r->target, &r->manifest, &r->why));
    enum err e = verify(r);
    if (e == OK && file_move(a, r->target.dir, r->dir) != OK) {
        r->why = join(a, S("Không đặt được tên thư mục “"), r->dir, S("”."));
        e = ERR_IO;
    }
    if (e != OK)
        folder_remove(a, r->target.dir);
    return e;
}

static void say_restored(const struct restoring *r)
{
    struct arena *a = r->call->a;
    bool json = r->call->json;
    str report = r->verified ? audit_report_text(a, &r->audit, json) : S("");
    if (json) {
        struct json_out w = { .o = out_new(a, .max_bytes = 64 << 10) };
        json_open(&w);
        json_pair_str(&w, "dir", r->dir);
        json_pair_str(&w, "made_at", r->manifest.made_at);
        json_pair_int(&w, "schema", r->manifest.schema);
        json_name(&w, "audit");
        if (r->verified)
            json_put_raw(&w, str_trim(report));
        else
            json_put_null(&w);
        json_close(&w);
        say(join(a, out_str(w.o), S("\n")));
        return;
    }
    say(join(a, S("Đã khôi phục "), r->manifest.province, S(" vào “"), r->dir, S("”, bản sao lúc "),
             r->manifest.made_at, S(".\n"), report));
    if (!r->verified)
        say(S("Bản sao có lược đồ cũ hơn chương trình. Hãy chạy saolang migrate, rồi saolang audit "
              "verify.\n"));
}

static str without_slash(str path)
{
    while (path.len > 1 && str_ends(path, S("/")))
        path.len--;
    return path;
}

int verb_restore(const struct verb_call *call)
{
    struct arena *a = call->a;
    if (!verb_word(call, 1)) {
        complain(S("Cách dùng: saolang restore FILE DIR [--db postgresql://…]"));
        return 2;
    }
    struct restoring r = { .call = call, .dir = without_slash(str_of(verb_word(call, 1))) };
    r.target = (struct archive_target){ .file = str_of(verb_word(call, 0)),
                                        .dir = join(a, r.dir, S(".part")),
                                        .db_url = conf()->db,
                                        .schema_most = schema_known(a) };
    enum err e = restore(&r);
    if (e != OK) {
        complain(r.why.len > 0 ? r.why
                               : S("Không mở được dữ liệu vừa khôi phục; xem nhật ký phía trên."));
        return err_exit(e);
    }
    say_restored(&r);
    return r.audit.faults > 0 ? err_exit(ERR_STATE) : 0;
}
